"""Results kept between runs, by content: a second run checks only what is new.

A result is found again by the hash of the workbook's bytes, the version of the rules and the settings. The bytes are
hashed at every run: size and time of a file prove nothing (copies and archives set them back), and hashing takes a
hundredth of checking. SQLite's write-ahead log keeps the file sound when a run is killed and lets runs share it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
import zlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from ..report import Unreadable
from ..result import Result, from_json, to_json
from ..xlsx.files import load
from .one import Settings, ruleset

__all__ = ["Store", "folder"]

_NAME: Final = "hasil.sqlite"
_DAYS: Final = 60  # results of other versions of the rules are kept this long
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS hasil (
  sha256 TEXT, aturan TEXT, pilihan TEXT, hari INTEGER NOT NULL, isi BLOB NOT NULL,
  PRIMARY KEY (sha256, aturan, pilihan)
) WITHOUT ROWID
"""


def folder() -> Path:
    """Where results are kept: LKIP_XL_SIMPANAN, or the user's own cache folder."""
    named = os.environ.get("LKIP_XL_SIMPANAN")
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("lkip-xl", appauthor=False)


class Store:
    """The kept results of one version of the rules and one choice of them.

    It never stops a run: a damaged file is put aside and begun anew, and where nothing can be kept (no right to
    write, disk full) `trouble` says so in one sentence and every workbook is checked.
    """

    def __init__(self, place: Path, settings: Settings, *, again: bool = False) -> None:
        self.again = again
        self.path = place / _NAME
        self.trouble: str | None = None
        self._key = (ruleset(), settings.key)
        self._today = int(time.time() // 86400)
        self._db: sqlite3.Connection | None = None
        self._open()

    def _open(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            try:
                self._db = self._connected()
            except sqlite3.OperationalError:
                raise
            except sqlite3.DatabaseError:
                self._put_aside()
                self._db = self._connected()
        except (OSError, sqlite3.Error):
            self._stop()

    def _connected(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        try:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=NORMAL")
            db.execute(_TABLE)
            db.execute("DELETE FROM hasil WHERE aturan <> ? AND hari < ?", (self._key[0], self._today - _DAYS))
        except BaseException:
            db.close()
            raise
        return db

    def _put_aside(self) -> None:
        """Give a damaged file another name, for whoever wants to look at it."""
        with suppress(FileNotFoundError):  # another run may have done it
            self.path.replace(self.path.with_suffix(f".rusak-{time.time_ns()}"))
        for tail in ("-wal", "-shm"):
            self.path.with_name(_NAME + tail).unlink(missing_ok=True)

    def _stop(self) -> None:
        self.trouble = f"Hasil tidak dapat disimpan di {self.path.parent}; semua berkas diperiksa."
        self.close()

    def close(self) -> None:
        if self._db is not None:
            self._db.close()
            self._db = None

    def get(self, path: str) -> Result | None:
        """The kept result of the content that a file has now; none where all is to be checked again."""
        if self._db is None or self.again:
            return None
        try:
            sha256 = hashlib.sha256(load(Path(path))).hexdigest()
        except Unreadable:
            return None
        try:
            query = "SELECT isi FROM hasil WHERE sha256 = ? AND aturan = ? AND pilihan = ?"
            row = self._db.execute(query, (sha256, *self._key)).fetchone()
            return (
                None
                if row is None
                else replace(from_json(json.loads(zlib.decompress(row[0]))), path=path, sha256=sha256)
            )
        except (KeyError, TypeError, ValueError, zlib.error):
            return None
        except sqlite3.Error as error:
            self._damaged(error)
            return None

    def put(self, result: Result) -> None:
        """Keep a result that follows from the content alone."""
        if self._db is None or not result.sha256:
            return
        content = zlib.compress(json.dumps(to_json(result)).encode(), 1)
        try:
            self._db.execute(
                "INSERT OR REPLACE INTO hasil VALUES (?, ?, ?, ?, ?)", (result.sha256, *self._key, self._today, content)
            )
        except sqlite3.Error as error:
            self._damaged(error)

    def _damaged(self, error: sqlite3.Error) -> None:
        """Begin a damaged file anew; do without it where it cannot be written or read."""
        self.close()
        if isinstance(error, sqlite3.OperationalError):
            self._stop()
            return
        try:
            self._put_aside()
        except OSError:
            self._stop()
            return
        self._open()
