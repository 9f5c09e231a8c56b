"""The kinds of message, each read when it is first asked for: reading one takes a tenth of a second a language."""

from collections.abc import Iterator, Mapping

from outreach.errors import ConfigError
from outreach.rendering.stationery import Stationery
from outreach.rendering.template import Template, parse_template


class TemplateShelf(Mapping[str, Template]):
    """Templates by kind. Asking for one raises ConfigError where its folder has faults, naming all of them."""

    def __init__(self, folders: Mapping[str, Mapping[str, str]], paper: Stationery) -> None:
        """folders: by kind, the contents of its folder by file name."""
        self._folders, self._paper = folders, paper
        self._read: dict[str, Template] = {}

    def __getitem__(self, kind: str) -> Template:
        if kind not in self._read:
            self._read[kind] = parse_template(kind, self._folders[kind], self._paper)
        return self._read[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(self._folders)

    def __len__(self) -> int:
        return len(self._folders)

    def read_all(self) -> None:
        """Reads every kind. Raises ConfigError that names every fault of every one."""
        faults = []
        for kind in self:
            try:
                _ = self[kind]
            except ConfigError as fault:
                faults.append(str(fault))
        if faults:
            raise ConfigError(" ".join(faults))
