"""The runtime hooks of SnapStart, by the names that AWS's runtime has for them."""

_before_snapshot = []
_after_restore = []


def _registered(registry, func, args, kwargs):
    if not callable(func):
        raise TypeError(f"{func!r} is not callable")
    registry.append((func, args, kwargs))
    return func


def register_before_snapshot(func, *args, **kwargs):
    """Has this called before the snapshot is taken: the last that was registered comes first."""
    return _registered(_before_snapshot, func, args, kwargs)


def register_after_restore(func, *args, **kwargs):
    """Has this called in each copy before its first call, in the order of registration."""
    return _registered(_after_restore, func, args, kwargs)


def get_before_snapshot():
    """What is called before the snapshot, in the order of registration."""
    return list(_before_snapshot)


def get_after_restore():
    """What is called after a restore, in the order of registration."""
    return list(_after_restore)
