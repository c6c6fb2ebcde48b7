//! The DLLs that a scenario names: stock DLLs with their options, and files.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use serde::Deserialize;

use super::text::{is_name, one_or_many, read_from_text};
use super::timer::TimerAct;
use crate::ras::{Callout, Code, Function, Name, Quarantine, Series, WordError, word_names};

/// The most DLLs that one scenario may have.
pub const MAX_DLLS: usize = 16;

word_names! {
    /// A ready-made DLL.
    #[non_exhaustive]
    pub enum Stock {
        /// Exports everything and accepts everything.
        AcceptAll "accept-all",
        /// Refuses the users it is told to refuse.
        RefuseUser "refuse-user",
        /// Allows a number of links per connection.
        LinkLimit "link-limit",
        /// Hands out addresses from a pool and takes them back.
        AddressPool "address-pool",
        /// Counts sessions and seconds per user, as for billing.
        SessionLog "session-log",
        /// Lets only some quarantine states stay.
        QuarantineGate "quarantine-gate",
        /// Exports what is mandatory and accepts everything.
        Silent "silent",
        /// Does what its options say, right or wrong.
        Scripted "scripted",
    }
}

/// What a DLL does with the address in a Get function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Give<A> {
    /// It does not touch it.
    Left,
    /// It writes what it found.
    Kept,
    /// It writes zero.
    Zero,
    /// It writes this address.
    Address(A),
}

impl<A: FromStr> FromStr for Give<A> {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        match text {
            "left" => Ok(Self::Left),
            "kept" => Ok(Self::Kept),
            "zero" => Ok(Self::Zero),
            _ => text
                .parse()
                .map(Self::Address)
                .map_err(|_| WordError::new(text, &["left", "kept", "zero"], " or an address")),
        }
    }
}

/// What a DLL does with bNotifyRelease.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notify {
    /// It writes this value.
    Value(i32),
    /// It does not touch it.
    Unwritten,
}

impl Default for Notify {
    /// Writes FALSE: the DLL wants no notice.
    fn default() -> Self {
        Self::Value(0)
    }
}

impl FromStr for Notify {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        match text {
            "unwritten" => Ok(Self::Unwritten),
            "false" => Ok(Self::Value(0)),
            "true" => Ok(Self::Value(1)),
            _ => text
                .parse()
                .map(Self::Value)
                .map_err(|_| WordError::new(text, &["unwritten", "false", "true"], " or a number")),
        }
    }
}

word_names! {
    /// Where the arguments of a native DLL lie in memory.
    #[derive(Default, Deserialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(rename_all = "kebab-case")]
    pub enum Guard {
        /// Each argument ends where a page begins that cannot be touched.
        #[default]
        End "end",
        /// Each argument begins where such a page ends.
        Start "start",
        /// The arguments lie anywhere, and nothing stops a DLL that reads or writes beside them.
        Off "off",
    }
}

word_names! {
    /// What becomes of the arguments of a native DLL when its function has returned (AMB-49).
    #[derive(Default, Deserialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(rename_all = "kebab-case")]
    pub enum AfterCall {
        /// They are overwritten.
        #[default]
        Scribble "scribble",
        /// Their memory cannot be touched any more.
        Unmap "unmap",
        /// They stay until the next call.
        Keep "keep",
    }
}

read_from_text! {
    takes_numbers: true,
    Stock: "the name of a stock DLL such as \"accept-all\"",
    Give<Ipv4Addr>: "\"left\", \"kept\", \"zero\" or an IPv4 address",
    Give<Ipv6Addr>: "\"left\", \"kept\", \"zero\" or an IPv6 address",
    Notify: "\"unwritten\", \"false\", \"true\" or a number",
}

/// A table `[[dll]]`: a stock DLL and its options, or a file. [`Dll::check`] knows which options go together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::schema::one_origin))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Dll {
    /// The stock DLL; `accept-all` if there is no `path` either, which the entry of a file may not leave out.
    pub stock: Option<Stock>,
    /// The file of a native DLL.
    pub path: Option<String>,
    /// What transcripts call it; the stock DLL's name if absent, or that of the file without `lib` and extension.
    pub name: Option<String>,
    /// `path`: where arguments lie; before a page that cannot be touched if absent.
    pub guard: Option<Guard>,
    /// `path`: what becomes of arguments after the call; overwritten if absent.
    pub after_call: Option<AfterCall>,
    /// The series of connection functions that it offers; all if absent, for `silent` series 2.
    #[serde(default, deserialize_with = "one_or_many")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::one_or_many::<Series>"))]
    pub series: Option<Vec<Series>>,
    /// Whether it registers what has a slot through InitializeDllEx, and does not export it; false if absent.
    pub table: Option<bool>,
    /// Whether it offers both pairs of address functions. If absent, only `accept-all` and `address-pool` do.
    pub addresses: Option<bool>,
    /// `refuse-user`: the users it refuses.
    #[serde(default, deserialize_with = "one_or_many")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::one_or_many::<Name>"))]
    pub users: Option<Vec<Name>>,
    /// `link-limit`, `scripted`: links allowed per connection.
    pub links: Option<u32>,
    /// `address-pool`: the first IPv4 address of the pool.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::ipv4"))]
    #[serde(default)]
    pub first: Option<Ipv4Addr>,
    /// `address-pool`: how many addresses the pool has.
    pub size: Option<u32>,
    /// `quarantine-gate`: the states that may stay.
    #[serde(default, deserialize_with = "one_or_many")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::one_or_many::<Quarantine>"))]
    pub states: Option<Vec<Quarantine>>,
    /// `scripted`: what the DLL does.
    #[serde(default)]
    pub script: Option<Script>,
}

/// A table `[dll.script]`: what a `scripted` DLL does.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Script {
    /// Whether its file is missing.
    pub missing: bool,
    /// The callouts it exports; if absent, everything but InitializeDllEx.
    pub exports: Option<Vec<Callout>>,
    /// The slots that InitializeDllEx fills; if absent, all twelve.
    pub slots: Option<Vec<Callout>>,
    /// The revision that InitializeDllEx leaves in the table; if absent, what it found there.
    pub revision: Option<u32>,
    /// The result of InitializeDll and InitializeDllEx.
    pub initialize: Code,
    /// The result of TerminateDll.
    pub terminate: Code,
    /// The number it returns for TRUE; 1 if absent.
    pub true_is: Option<i32>,
    /// The users whose connections it refuses.
    pub refuse_users: Vec<Name>,
    /// The ports whose links it refuses.
    pub refuse_ports: Vec<Name>,
    /// The quarantine states in which it refuses reauthentication.
    pub refuse_states: Vec<Quarantine>,
    /// The remote endpoints to which it refuses a move.
    pub refuse_endpoints: Vec<Name>,
    /// The result of ValidatePreAuthenticatedConnectionEx.
    pub preauth: Code,
    /// What it does with the IPv4 address; if absent, it keeps one that is offered, and has none otherwise.
    pub ipv4: Option<Give<Ipv4Addr>>,
    /// The result of GetIpAddressForUser; if absent, NO_ERROR, or an error that says that it has no address.
    pub ipv4_result: Option<Code>,
    /// What it does with the IPv6 address; if absent, as for IPv4.
    pub ipv6: Option<Give<Ipv6Addr>>,
    /// The result of GetIpv6AddressForUser; if absent, as for IPv4.
    pub ipv6_result: Option<Code>,
    /// What it does with bNotifyRelease.
    pub notify: Notify,
    /// The result of ReleaseIpv6AddressForUser, which counts under `release6_return = "dword"` only.
    pub release6: Code,
    /// The callouts in which it faults.
    pub faults: Vec<Callout>,
    /// The callouts in which it ends its process.
    pub dies: Vec<Callout>,
    /// The RAS administration functions that it calls, each with the callout in which it does.
    pub calls: Vec<CallBack>,
    /// What it does at the end of every wait, which is outside of callouts; without, it has no timer.
    pub timer: Vec<TimerAct>,
    /// The members of structures that it notes at every callout that is handed one, such as
    /// `RAS_CONNECTION_3.rasQuarState`.
    pub watch: Vec<String>,
}

/// A RAS administration function that a `scripted` DLL calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CallBack {
    /// The function that it calls.
    pub function: Function,
    /// The callout in which it calls it.
    pub inside: Callout,
}

/// Where a DLL comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DllSource<'a> {
    /// It is one of the stock DLLs.
    Stock(Stock),
    /// It is this file.
    File(&'a str),
}

impl Dll {
    /// Makes a stock DLL without options.
    pub fn stock(stock: Stock) -> Self {
        Self { stock: Some(stock), ..Self::default() }
    }

    /// Makes a native DLL without options.
    pub fn file(path: impl Into<String>) -> Self {
        Self { path: Some(path.into()), ..Self::default() }
    }

    /// Where the DLL comes from.
    pub fn source(&self) -> DllSource<'_> {
        match &self.path {
            Some(path) => DllSource::File(path),
            None => DllSource::Stock(self.stock.unwrap_or(Stock::AcceptAll)),
        }
    }

    /// The name that transcripts give it: the same on every system, whatever the file is called there.
    pub fn name(&self) -> String {
        match (&self.name, self.source()) {
            (Some(name), _) => name.clone(),
            (None, DllSource::Stock(stock)) => stock.word().to_owned(),
            (None, DllSource::File(path)) => name_of_file(path),
        }
    }
}

/// The name of a file: `gate` for `lib/libgate.so`, `gate.dll` and `C:\\dlls\\gate.dll`. What would break a line of a
/// transcript is replaced.
fn name_of_file(path: &str) -> String {
    let file = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem = stem.strip_prefix("lib").filter(|rest| !rest.is_empty()).unwrap_or(stem);
    let name: String = stem.chars().map(|c| if is_name(c) { c } else { '_' }).collect();
    if name.is_empty() { "dll".to_owned() } else { name }
}
