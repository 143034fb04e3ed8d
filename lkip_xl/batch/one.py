"""One workbook to one Result, whatever is in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..report import Finding
from ..result import Result
from .limits import OutOfTime, limited

__all__ = ["ClusterLost", "OtherRules", "Settings", "checked", "out_of_time", "ruleset"]


class ClusterLost(Exception):
    """The cluster cannot be reached, or has ended the run."""


class OtherRules(Exception):
    """A worker has another version of the rules than the one who asks."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Which rules (prefixes of codes), and what one workbook may cost: seconds, MiB."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    seconds: float = 20
    mebibytes: int = 512

    @property
    def key(self) -> str:
        """What decides the findings of a given content; the limits do not."""
        return f"{','.join(sorted(set(self.select)))}/{','.join(sorted(set(self.ignore)))}"


@cache
def ruleset() -> str:
    """The version of everything that findings follow from: our own sources and data, and the libraries below them."""
    import hashlib
    from importlib.metadata import version
    from importlib.resources import as_file, files

    digest = hashlib.sha256()
    with as_file(files("lkip_xl")) as folder:
        for path in sorted(p for p in folder.rglob("*") if p.suffix in {".py", ".toml"}):
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for library in ("lxml", "rapidfuzz"):
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()


def checked(path: str, settings: Settings, *, worker: bool = False) -> Result:
    """Read and check one workbook within its limits; whatever goes wrong is the reason in the result."""
    import hashlib
    from pathlib import Path

    from .. import check, read
    from ..report import Unreadable
    from ..result import result_of
    from ..xlsx.package import load

    data: bytes | None = None
    try:
        with limited(settings.seconds, settings.mebibytes, worker=worker):
            data = load(Path(path))
            report = read(data)
            findings: list[Finding] = check(report, settings.select, settings.ignore)
            return result_of(path, report, findings)
    except Unreadable as error:
        return Result(path, "" if data is None else hashlib.sha256(data).hexdigest(), str(error))
    except OutOfTime:
        return Result(path, reason=out_of_time(settings))
    except MemoryError:
        return Result(
            path,
            reason=f"Buku kerja ini memerlukan lebih dari {settings.mebibytes} MiB memori; naikkan batasnya dengan --memori.",
        )
    except Exception as error:  # one file, whatever is in it, never stops the others
        reason = f"lkip-xl gagal memeriksa berkas ini ({type(error).__name__}); laporkan berkasnya."
        return Result(path, reason=reason)


def out_of_time(settings: Settings) -> str:
    """The reason of a check that took too long."""
    return f"Pemeriksaan buku kerja ini melebihi {settings.seconds:g} detik dan dihentikan; naikkan batasnya dengan --detik."
