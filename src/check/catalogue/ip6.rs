//! Duties about IPv6 addresses.

use crate::check::row::rows;

rows! {
    "IP6-01" "when it is called" Service Stated "2008 and later (server)" [GET6] []
        "The service calls MprAdminGetIpv6AddressForUser once for each user that needs an IPv6 address."
        => Proven("tests/proof/addresses_are_asked_for_once.rs");

    "IP6-02" "value on entry" Service Stated "2008 and later" [GET6] []
        "The service passes MprAdminGetIpv6AddressForUser zero or the address that it has chosen."
        => Proven("tests/proof/offer_is_zero_or_chosen.rs");

    "IP6-03" "zero in means allocate" Dll Stated "2008 and later" [GET6] []
        "The DLL supplies an IPv6 address where the service passes zero, or the user cannot connect."
        => Rule;

    "IP6-04" "offer kept or replaced" Dll Stated "2008 and later" [GET6] []
        "The DLL leaves the IPv6 address that the service offers as it is, or replaces it by another."
        => Rule;

    "IP6-05" "64-bit identifiers only" Dll Stated "2008 and later" [GET6] [24]
        "The DLL chooses a 64-bit interface identifier only, and leaves the rest of the IPv6 address alone."
        => Rule;

    "IP6-06" "notice on request" Service Stated "2008 and later" [GET6] []
        "The service calls MprAdminReleaseIpv6AddressForUser at disconnect if the DLL set bNotifyRelease to \
         TRUE, and not otherwise."
        => Proven("tests/proof/release_follows_notify.rs");

    "IP6-07" "result" Dll Stated "2008 and later" [GET6] []
        "The DLL returns NO_ERROR from MprAdminGetIpv6AddressForUser, or the service terminates the \
         connection."
        => Rule;

    "IP6-08" "release call" Service Stated "2008 and later" [RELEASE6] []
        "The service calls MprAdminReleaseIpv6AddressForUser once for each user that releases an address, \
         with user, port and address."
        => Proven("tests/proof/release_follows_notify.rs");

    "IP6-09" "result of the release"
        Dll Conflicting "2008 and later" [RELEASE6, CALLBACKS, METADATA, MINGW] [26]
        "The DLL returns NO_ERROR from MprAdminReleaseIpv6AddressForUser if it returns anything; the page's \
         syntax and the typedefs say void."
        => Rule;

    "IP6-10" "optional but paired" Dll Stated "2008 and later" [GET6, RELEASE6, GUIDE_FUNCTIONS] []
        "The DLL may leave IPv6 addresses to the service, but not with one of the two functions alone."
        => Rule;

    "IP6-11" "first implementer only" Service Silent "2008 and later" [GET6, RELEASE6] [25]
        "The service asks the first DLL that implements the IPv6 functions or all of them; no page says \
         which."
        => Proven("tests/proof/ipv6_comes_from_its_dlls.rs");

    "IP6-12" "identifier is not zero" Dll Implied "2008 R2 and later" [PPP_PROJECTION, IKEV2_PROJECTION] []
        "The DLL gives an interface identifier that is not zero."
        => Rule;
}
