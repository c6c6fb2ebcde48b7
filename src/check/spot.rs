//! Where in a transcript something happens, and what it is about.

use std::fmt;

use crate::model::{EntryPoint, Instance};

/// A moment in a transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct At {
    /// The number of the entry, from 0.
    pub entry: usize,
    /// The step of the scenario in which it happens; 0 while the service starts or stops by itself.
    pub step: u32,
    /// The virtual time in milliseconds.
    pub ms: u64,
    /// Which start of the service it belongs to, from 0.
    pub run: u32,
}

impl At {
    /// Whether both are in one step of the scenario.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let alice = look.connection(1).expect("she dials");
    /// assert!(alice.at.is_same_step(alice.connected().expect("she is let in")));
    /// ```
    pub fn is_same_step(self, other: Self) -> bool {
        (self.run, self.step) == (other.run, other.step)
    }
}

/// A place in a transcript, as findings tell it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Spot {
    /// The moment in the transcript.
    pub at: At,
    /// The DLL and the entry point that was called, if it is about a call.
    pub call: Option<(Instance, EntryPoint)>,
    /// The number of the connection, if it is about one.
    pub connection: Option<u32>,
}

impl From<At> for Spot {
    fn from(at: At) -> Self {
        Self { at, call: None, connection: None }
    }
}

impl From<(At, u32)> for Spot {
    fn from((at, connection): (At, u32)) -> Self {
        Self { at, call: None, connection: Some(connection) }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at.step {
            0 => f.write_str("while the service starts or stops")?,
            step => write!(f, "step {step}")?,
        }
        if let Some(number) = self.connection {
            write!(f, ", connection {number}")?;
        }
        if let Some((instance, entry)) = self.call {
            write!(f, ", {} of {instance}", entry.callout)?;
        }
        Ok(())
    }
}
