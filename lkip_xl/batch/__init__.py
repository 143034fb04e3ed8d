"""Many workbooks: workers, limits, resume."""

from __future__ import annotations

from .one import Settings, checked
from .store import Store, folder
from .workers import ClusterLost, Here, OtherRules, cluster, cores, local, run

__all__ = ["ClusterLost", "Here", "OtherRules", "Settings", "Store", "checked", "cluster", "cores", "folder", "local", "run"]
