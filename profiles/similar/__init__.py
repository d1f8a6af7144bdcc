"""Who is most alike: Gower's distance over declared attributes, each contribution spelled out."""

from profiles.similar.entry import similar

__all__ = ["similar"]
