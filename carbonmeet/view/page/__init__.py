"""The what-if page: one self-contained file that moves a scenario in any browser."""

from carbonmeet.view.page.build import page, page_of

__all__ = ["page", "page_of"]
