//! Names, ids, units, limits, and the two seams Clock and Entropy.
