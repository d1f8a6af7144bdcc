"""Tests and effect sizes fit for small groups, survival with late entry, agreement of coders: pure numbers."""

from profiles.statistics.balance import standardised_difference
from profiles.statistics.effects import cliffs_delta, median_difference
from profiles.statistics.model import MIN_CLUSTERS, Estimate, Test
from profiles.statistics.reliability import jaccard_similarity, krippendorff_alpha, masi_distance, masi_distances
from profiles.statistics.shares import odds_ratio, share_difference
from profiles.statistics.significance import adjust, logrank_test, rank_test, table_test
from profiles.statistics.survival import Survival, SurvivalCurve, survival

__all__ = [
    "MIN_CLUSTERS",
    "Estimate",
    "Survival",
    "SurvivalCurve",
    "Test",
    "adjust",
    "cliffs_delta",
    "jaccard_similarity",
    "krippendorff_alpha",
    "logrank_test",
    "masi_distance",
    "masi_distances",
    "median_difference",
    "odds_ratio",
    "rank_test",
    "share_difference",
    "standardised_difference",
    "survival",
    "table_test",
]
