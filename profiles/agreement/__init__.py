"""How far two coders of the same statements agree, field by field and beyond chance."""

from profiles.agreement.entry import agreement

__all__ = ["agreement"]
