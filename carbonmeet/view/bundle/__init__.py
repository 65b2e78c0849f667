"""A bundle for an auditor: everything that a result rests on, in one archive that checks itself."""

from carbonmeet.view.bundle.contents import Bundle, bundle_of
from carbonmeet.view.bundle.packing import packed
from carbonmeet.view.bundle.verifying import verify

__all__ = ["Bundle", "bundle_of", "packed", "verify"]
