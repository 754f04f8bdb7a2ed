import Glibc

/// The system's code for a port that somebody else listens on.
let addressInUse = EADDRINUSE
