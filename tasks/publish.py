"""Tasks that put files where people can open them: the coverage picture, the pages to read before approving."""

from collections.abc import Collection, Mapping
from pathlib import Path

from outreach.bootstrap import app
from outreach.domain.approval import Batch
from outreach.domain.coverage import Coverage
from outreach.rendering.page import approval_page
from outreach.rendering.system_tabs import Offer
from outreach.rendering.tile_grid import picture
from tasks.artifacts import SHORT, show_coverage, show_plan
from tasks.policy import acts


@acts
def publish_coverage(coverage: Coverage) -> None:
    """The picture in each of the region's languages: `coverage-en.png`."""
    catalog = app().catalog
    for language in coverage.region.languages:
        content = picture(coverage, catalog.layout, language=language, phrases=catalog.phrases)
        (app().settings.state / f"coverage-{language}.png").write_bytes(content)
    show_coverage(coverage)


@acts
def publish_previews(waiting: Collection[Batch], titles: Mapping[str, str]) -> tuple[Offer, ...]:
    """A page for each waiting batch, private to the leaders as it names addresses; what is offered for approval.

    A page stays as it was shown while its batch does, with what was different then from the one before.
    titles: by occasion; one that is not there is shown as it is.
    """
    folder = app().settings.state / "approvals"
    folder.mkdir(parents=True, exist_ok=True)
    show_plan(waiting)
    return tuple(_offer(batch, titles.get(batch.occasion, batch.occasion), folder) for batch in waiting)


def _offer(batch: Batch, title: str, folder: Path) -> Offer:
    page = folder / f"{batch.hash[:SHORT]}.html"
    if batch.before or not page.exists():
        content = approval_page(batch, app().catalog.pages, title=title, previous=batch.before)
        page.write_text(content, encoding="utf-8")
        page.chmod(0o600)
    return Offer(batch, title, str(page.relative_to(app().settings.state)))
