//! Values of flags, with the text that they were written as.

use std::str::FromStr;

use mockras::generate::fault::{self, SeededFault};
use mockras::ras::Policy;
use mockras::scenario::Dll;

use super::terminal::did_you_mean;

/// A value, and the text that it was written as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written<T> {
    pub(super) text: String,
    pub(super) value: T,
}

/// A DLL that a flag names.
pub(super) type DllFlag = Written<Dll>;

impl<T: FromStr> FromStr for Written<T> {
    type Err = T::Err;

    fn from_str(text: &str) -> Result<Self, T::Err> {
        Ok(Self { text: text.to_owned(), value: text.parse()? })
    }
}

/// The name of a seeded fault that there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FaultName(pub(super) &'static str);

impl FaultName {
    /// The fault of this name.
    pub(super) fn fault(self) -> &'static SeededFault {
        fault::named(self.0).expect("names were checked when they were parsed")
    }
}

impl FromStr for FaultName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        fault::named(text).map(|fault| Self(fault.name)).ok_or_else(|| {
            let near = did_you_mean(text, fault::all().map(|fault| fault.name));
            format!("no seeded fault is called `{text}`{near} (`mockras list faults` shows all)")
        })
    }
}

/// A policy and the reading to set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    pub(super) field: String,
    pub(super) reading: String,
}

impl FromStr for Reading {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (field, reading) =
            text.split_once('=').ok_or_else(|| format!("expected KEY=VALUE, found `{text}`"))?;
        Policy::default().set(field, reading).map_err(|error| error.to_string())?;
        Ok(Self { field: field.to_owned(), reading: reading.to_owned() })
    }
}

impl Reading {
    /// Whether it is one of this policy.
    pub(super) fn names(&self, field: &str) -> bool {
        self.field == field
    }

    /// Sets this reading in a policy.
    pub(super) fn put_into(&self, policy: &mut Policy) {
        policy.set(&self.field, &self.reading).expect("readings were checked when they were parsed");
    }
}
