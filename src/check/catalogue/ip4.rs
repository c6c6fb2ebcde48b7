//! Duties about IPv4 addresses.

use crate::check::row::rows;

rows! {
    "IP4-01" "when it is called" Service Stated "all" [GET4, GUIDE_DLL] [22, 56]
        "The service calls MprAdminGetIpAddressForUser once for each user that needs an IPv4 address, after \
         authentication."
        => Proven("tests/proof/addresses_are_asked_for_once.rs");

    "IP4-02" "optional" Dll Stated "2003 and later" [GET4, GUIDE_DLL] [39]
        "The DLL may leave IPv4 addresses to the service, which then picks one from its static pool or from \
         DHCP."
        => Proven("tests/proof/addresses_come_without_a_dll.rs");

    "IP4-03" "value on entry" Service Stated "all" [GET4] [19]
        "The service passes MprAdminGetIpAddressForUser zero or the address that it has chosen."
        => Proven("tests/proof/offer_is_zero_or_chosen.rs");

    "IP4-04" "zero in means allocate" Dll Stated "all" [GET4] [18]
        "The DLL supplies an IPv4 address where the service passes zero, or the user cannot connect."
        => Rule;

    "IP4-05" "offer kept or replaced" Dll Stated "all" [GET4] [18]
        "The DLL leaves the IPv4 address that the service offers as it is, or replaces it by another."
        => Rule;

    "IP4-06" "notice asked for" Service Stated "all" [GET4, GUIDE_DLL] [20, 21]
        "The service calls MprAdminReleaseIpAddress when the user disconnects if the DLL set bNotifyRelease \
         to TRUE."
        => Proven("tests/proof/release_follows_notify.rs");

    "IP4-07" "no notice otherwise" Service Stated "all" [GET4, OLD_RELEASE] []
        "The service does not call MprAdminReleaseIpAddress unless the DLL set bNotifyRelease to TRUE."
        => Proven("tests/proof/no_release_without_notice.rs");

    "IP4-08" "output written" Dll Implied "all" [GET4, GET6] [20]
        "The DLL writes bNotifyRelease, an output, whenever it grants an address."
        => Rule;

    "IP4-09" "success value" Dll Stated "all" [GET4] []
        "The DLL returns NO_ERROR from MprAdminGetIpAddressForUser if it succeeds."
        => Rule;

    "IP4-10" "error ends the connection" Service Stated "all" [GET4] []
        "The service terminates the connection if MprAdminGetIpAddressForUser returns anything but NO_ERROR."
        => Proven("tests/proof/address_error_ends_the_connection.rs");

    "IP4-11" "first implementer only" Service Stated "2003 and later" [GET4, GUIDE_DLL] []
        "The service asks only the first DLL in registry order that implements MprAdminGetIpAddressForUser."
        => Proven("tests/proof/ipv4_comes_from_the_first_dll.rs");

    "IP4-12" "others ignored" Service Stated "2003 and later" [GET4, RELEASE4, GUIDE_DLL] []
        "The service ignores the IPv4 address functions of every later DLL."
        => Proven("tests/proof/ipv4_comes_from_the_first_dll.rs");

    "IP4-13" "arguments of the release" Service Stated "all" [RELEASE4] []
        "The service passes MprAdminReleaseIpAddress the user, the port and a pointer to the address, and \
         expects no result."
        => Proven("tests/proof/arguments_fit_the_function.rs");

    "IP4-14" "moment of the release" Service Stated "all" [RELEASE4] []
        "The service calls MprAdminReleaseIpAddress when the user disconnects and the address is about to be \
         released."
        => Proven("tests/proof/release_comes_at_the_end.rs");

    "IP4-15" "released address" Service Stated "all" [OLD_RELEASE, RELEASE4] []
        "The service passes MprAdminReleaseIpAddress the address that MprAdminGetIpAddressForUser gave for \
         that user; the current page only implies it."
        => Proven("tests/proof/release_names_what_was_given.rs");

    "IP4-16" "release to the same DLL" Service Stated "2003 and later" [RELEASE4] []
        "The service calls MprAdminReleaseIpAddress in the DLL whose MprAdminGetIpAddressForUser it calls."
        => Proven("tests/proof/ipv4_comes_from_the_first_dll.rs");

    "IP4-17" "names end in NUL" Service Stated "all" [OLD_RELEASE, GET4] [47]
        "The service passes the names of user and port as Unicode; that they end in NUL is stated for \
         Windows NT 4.0 only."
        => NotHere("a Rust DLL gets names as `Name`, which has a length instead of a NUL");

    "IP4-18" "required on old systems"
        Dll Conflicting "NT 4.0 with RRAS, 2000" [GUIDE_FUNCTIONS, GUIDE_DLL, GET4, RELEASE4] [39]
        "The DLL implements both IPv4 functions on Windows 2000 and earlier, where the lists demand them and \
         their own pages do not."
        => Rule;

    "IP4-19" "no address twice" Dll Implied "all" [GUIDE_DLL] []
        "The DLL gives no two live users the same IPv4 address, for no page says that the service looks for \
         clashes."
        => Rule;
}
