//! Native fixtures: how they are built, and that they are what they say.

pub(crate) mod compiler;
#[cfg(feature = "cli")]
mod defects;
pub(crate) mod dll;
mod exports;
#[cfg(feature = "cli")]
mod twins;
