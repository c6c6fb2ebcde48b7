//! The native fixtures: what they export, that the twins say what stock DLLs say, and what is told of the defects.

mod defects;
mod exports;
mod twins;
