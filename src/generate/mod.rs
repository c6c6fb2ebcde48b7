//! What is made up: DLLs that misbehave on purpose.

pub mod fault;
