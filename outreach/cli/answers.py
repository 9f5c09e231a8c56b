"""The optional web endpoint of answers."""

import os

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Where it listens, for your proxy.")
@click.option("--port", default=8090, show_default=True, help="Where it listens.")
def answers(host: str, port: int) -> None:
    r"""Serves the links of OUTREACH_ANSWERS_URL: yes, no, no more mail. Put a proxy with TLS before it.

    A link opens a page with one button; only the button acts. Everything it does can be done by a reply too.

    \b
    Example:
      outreach answers --port 8090
    """
    import uvicorn

    from outreach.bootstrap import open_answers
    from outreach.settings import from_environment

    uvicorn.run(open_answers(from_environment(os.environ)), host=host, port=port, log_level="warning", access_log=False)
