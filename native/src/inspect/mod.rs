//! What the file of a DLL shows without being loaded: static rules over a [`Binary`], for a Windows version.
//!
//! What the service would say when it loads the DLL is asked of the model, so that the two cannot differ.
//!
//! ```
//! use mockras_native::binary::Binary;
//! use mockras_native::inspect::inspect;
//! use mockras::ras::{Policy, Profile};
//!
//! let archive = Binary::read(b"!<arch>\n")?;
//! let inspection = inspect(archive, Profile::default(), Policy::default());
//! assert_eq!(inspection.findings[0].row, "FILE-01");
//! # Ok::<(), mockras_native::binary::BinaryError>(())
//! ```

mod exports;
mod file;
mod finding;
mod imports;
mod names;
mod outlook;
mod wide;
mod windows;

pub mod report;

pub use finding::{FileFinding, Severity};
pub use imports::{FORBIDDEN, forbidden};
pub use outlook::{Outlook, outlook};

use crate::binary::{Binary, Kind, Provided};
use mockras::model::Binding;
use mockras::ras::{CalloutSet, Policy, Profile};

/// What was found in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// What the file says.
    pub binary: Binary,
    /// The Windows version that it was judged for.
    pub profile: Profile,
    /// The readings of open questions that it was judged by.
    pub policy: Policy,
    /// What is wrong or noteworthy, errors first.
    pub findings: Vec<FileFinding>,
}

/// What the rules look at in one file.
struct Subject<'a> {
    binary: &'a Binary,
    /// The entry points under their exact names, known to the Windows version or not.
    exports: CalloutSet,
    profile: Profile,
    policy: Policy,
    /// What there is on this machine for the file to take, if that is known.
    provided: Option<&'a Provided>,
}

impl Subject<'_> {
    /// What the service would use of the exports.
    fn binding(&self) -> Binding {
        Binding::new(self.exports, None, self.profile, &self.policy)
    }
}

/// A rule that looks at a file.
type FileCheck = fn(&Subject<'_>) -> Vec<FileFinding>;

/// Every rule about libraries, in the order of the report.
const CHECKS: [FileCheck; 13] = [
    names::legacy,
    names::near_misses,
    exports::required,
    exports::initialisers,
    exports::table,
    exports::half_pairs,
    exports::unknown,
    exports::ordinals,
    exports::forwarders,
    imports::unprovided,
    wide::wide,
    imports::forbidden_calls,
    file::protections,
];

/// Judges a file for a Windows version. What the version decides goes before the policy.
pub fn inspect(binary: Binary, profile: Profile, policy: Policy) -> Inspection {
    inspect_among(binary, profile, policy, None)
}

/// Judges a file for a Windows version, and by what there is for it to take.
pub fn inspect_among(
    binary: Binary,
    profile: Profile,
    policy: Policy,
    provided: Option<&Provided>,
) -> Inspection {
    let policy = profile.decide(policy);
    let subject = Subject { binary: &binary, exports: binary.callouts(), profile, policy, provided };
    let mut findings = file::kind(&subject);
    if binary.kind == Kind::SharedLibrary {
        findings.extend(file::debug_runtime(&subject));
        findings.extend(CHECKS.iter().flat_map(|check| check(&subject)));
    }
    findings.sort_by_key(|finding| finding.severity);
    Inspection { binary, profile, policy, findings }
}

impl Inspection {
    /// How many findings there are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}
