//! What is drawn, made smaller and judged: scenarios that nobody has written, and structures.

mod builds;
mod coverage;
mod drawn;
mod exhaustive;
mod guidance;
mod hostile;
mod mutated;
mod oracles;
#[cfg(feature = "proptest")]
mod properties;
mod shrink;
mod structures;
mod vocabulary;
