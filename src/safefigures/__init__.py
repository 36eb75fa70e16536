"""Honest figures that are safe to show. Read README.md first; `__init__.pyi` lists the whole public API, by name.

Proportions travel as 0..1. Weights may have any scale. A standard error has the unit of its estimate.
"""

import lazy_loader

# A name is loaded from its module when it is first used, so that a page without figures does not load numpy.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
