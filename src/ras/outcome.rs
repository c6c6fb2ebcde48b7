//! How connections end, and why.

use super::number::word_names;

word_names! {
    /// Why a connection was refused.
    #[non_exhaustive]
    pub enum Refusal {
        /// The credentials were wrong (CONN-02).
        Authentication "authentication",
        /// A DLL did not validate the pre-authenticated client (AMB-29).
        PreAuthentication "pre-authentication",
        /// A DLL refused the connection (CONN-05).
        Vote "vote",
        /// A DLL refused the first link (AMB-11).
        FirstLink "first-link",
        /// A DLL returned an error for the address (IP4-10, IP6-07).
        AddressError "address-error",
        /// There is no address: zero came back (AMB-18).
        NoAddress "no-address",
        /// The address's prefix was changed (AMB-24).
        PrefixChanged "prefix-changed",
        /// A callout faulted (AMB-52).
        Fault "fault",
    }
}

word_names! {
    /// Why a connection ended.
    #[non_exhaustive]
    pub enum CloseReason {
        /// The connection was refused.
        Refused "refused",
        /// The user hung up.
        HungUp "hung-up",
        /// Its last link went down.
        LastLink "last-link",
        /// The administrator ended it.
        Administrator "administrator",
        /// Probation ended (DATA-09).
        Probation "probation",
        /// A DLL rejected the reauthentication (AMB-27).
        Reauthentication "reauthentication",
        /// A DLL refused the endpoint change (AMB-28).
        Endpoint "endpoint",
        /// The service stopped.
        Shutdown "shutdown",
        /// The service stopped without a word to anyone (AMB-51, AMB-52).
        Dropped "dropped",
    }
}
