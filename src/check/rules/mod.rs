//! The rules: one file each, so the listing is the catalogue.
//!
//! A new rule is a file here and two lines below, both sorted by the file's name.

mod a_connection_pair_is_complete;
mod address_error_ends_the_connection;
mod address_functions_return_no_error;
mod address_has_one_user;
mod address_pairs_are_whole;
mod address_slots_are_paired;
mod addresses_are_asked_for_once;
mod addresses_come_without_a_dll;
mod administration_is_not_called;
mod an_initialiser_is_exported;
mod arguments_fit_the_function;
mod authentication_comes_first;
mod callouts_return;
mod calls_do_not_overlap;
mod calls_of_a_port_add_up;
mod canary;
mod connected_has_a_link;
mod connection_flags_are_not_empty;
mod connection_hangup_comes_once;
mod connection_hangup_follows_links;
mod durations_are_seconds;
mod each_call_in_its_process;
mod either_or_slots_are_set;
mod endpoint_function_is_optional;
mod endpoint_slot_needs_revision_2;
mod endpoints_move_while_connected;
mod every_slot_is_written;
mod ex_functions_need_revision_2;
mod ex_verdict_as_read;
mod failed_initialise_stops_the_start;
mod failures_are_logged;
mod forbidden_calls_do_not_return;
mod guid_belongs_to_one_connection;
mod halves_share_nothing;
mod handles_name_connections;
mod hangup_of_refused_is_survived;
mod identity_stays_the_same;
mod initialise_comes_first;
mod initialised_once_per_start;
mod input_is_not_written;
mod ipv4_comes_from_the_first_dll;
mod ipv4_pair_on_old_windows;
mod ipv6_comes_from_its_dlls;
mod ipv6_identifier_is_not_zero;
mod ipv6_prefix_is_left_alone;
mod ipv6_release_succeeds;
mod last_link_ends_it;
mod link_follows_accept;
mod link_hangup_is_told;
mod links_are_put_to_dlls;
mod links_lie_within_connections;
mod live_connections_at_shutdown;
mod mandatory_functions_are_exported;
mod missing_exports_stop_the_start;
mod missing_file_stops_the_start;
mod new_state_is_asked_about;
mod no_call_below_its_floor;
mod no_release_without_notice;
mod notify_is_written;
mod null_slots_are_not_called;
mod offer_is_not_cleared;
mod offer_is_zero_or_chosen;
mod old_refusal_has_no_hangup;
mod old_windows_loads_one_dll;
mod one_no_is_enough;
mod one_series_per_connection;
mod only_ikev2_endpoints_move;
mod phases_keep_registry_order;
mod pointers_end_with_the_call;
mod pre_authenticated_handle_is_kept;
mod pre_authentication_is_for_sstp;
mod process_is_left_as_found;
mod reauthenticated_while_connected;
mod reauthentication_is_exported;
mod refused_link_had_no_end;
mod refused_link_stays_down;
mod refused_stays_out;
mod registry_order_at_start;
mod release_comes_at_the_end;
mod release_follows_notify;
mod release_names_what_was_given;
mod success_is_no_error;
mod table_goes_to_initialise_ex;
mod table_keeps_its_bounds;
mod table_on_entry;
mod table_revision_is_known;
mod terminate_by_slot_or_export;
mod terminate_comes_last;
mod terminate_order;
mod terminate_returns_no_error;
mod user_administration_is_not_called;
mod users_are_put_to_dlls;
mod verdicts_are_true_or_false;
mod zero_offer_is_filled;

use super::rule::Rule;

/// Every rule, sorted by the name of its file.
pub(super) static RULES: &[&Rule] = &[
    &a_connection_pair_is_complete::RULE,
    &address_error_ends_the_connection::RULE,
    &address_functions_return_no_error::RULE,
    &address_has_one_user::RULE,
    &address_pairs_are_whole::RULE,
    &address_slots_are_paired::RULE,
    &addresses_are_asked_for_once::RULE,
    &addresses_come_without_a_dll::RULE,
    &administration_is_not_called::RULE,
    &an_initialiser_is_exported::RULE,
    &arguments_fit_the_function::RULE,
    &authentication_comes_first::RULE,
    &callouts_return::RULE,
    &calls_do_not_overlap::RULE,
    &calls_of_a_port_add_up::RULE,
    &connected_has_a_link::RULE,
    &connection_flags_are_not_empty::RULE,
    &connection_hangup_comes_once::RULE,
    &connection_hangup_follows_links::RULE,
    &durations_are_seconds::RULE,
    &each_call_in_its_process::RULE,
    &either_or_slots_are_set::RULE,
    &endpoint_function_is_optional::RULE,
    &endpoint_slot_needs_revision_2::RULE,
    &endpoints_move_while_connected::RULE,
    &every_slot_is_written::RULE,
    &ex_functions_need_revision_2::RULE,
    &ex_verdict_as_read::RULE,
    &failed_initialise_stops_the_start::RULE,
    &failures_are_logged::RULE,
    &forbidden_calls_do_not_return::RULE,
    &guid_belongs_to_one_connection::RULE,
    &halves_share_nothing::RULE,
    &handles_name_connections::RULE,
    &hangup_of_refused_is_survived::RULE,
    &identity_stays_the_same::RULE,
    &initialise_comes_first::RULE,
    &initialised_once_per_start::RULE,
    &input_is_not_written::RULE,
    &ipv4_comes_from_the_first_dll::RULE,
    &ipv4_pair_on_old_windows::RULE,
    &ipv6_comes_from_its_dlls::RULE,
    &ipv6_identifier_is_not_zero::RULE,
    &ipv6_prefix_is_left_alone::RULE,
    &ipv6_release_succeeds::RULE,
    &last_link_ends_it::RULE,
    &link_follows_accept::RULE,
    &link_hangup_is_told::RULE,
    &links_are_put_to_dlls::RULE,
    &links_lie_within_connections::RULE,
    &live_connections_at_shutdown::RULE,
    &mandatory_functions_are_exported::RULE,
    &missing_exports_stop_the_start::RULE,
    &missing_file_stops_the_start::RULE,
    &new_state_is_asked_about::RULE,
    &no_call_below_its_floor::RULE,
    &no_release_without_notice::RULE,
    &notify_is_written::RULE,
    &null_slots_are_not_called::RULE,
    &offer_is_not_cleared::RULE,
    &offer_is_zero_or_chosen::RULE,
    &old_refusal_has_no_hangup::RULE,
    &old_windows_loads_one_dll::RULE,
    &one_no_is_enough::RULE,
    &one_series_per_connection::RULE,
    &only_ikev2_endpoints_move::RULE,
    &phases_keep_registry_order::RULE,
    &pointers_end_with_the_call::RULE,
    &pre_authenticated_handle_is_kept::RULE,
    &pre_authentication_is_for_sstp::RULE,
    &process_is_left_as_found::RULE,
    &reauthenticated_while_connected::RULE,
    &reauthentication_is_exported::RULE,
    &refused_link_had_no_end::RULE,
    &refused_link_stays_down::RULE,
    &refused_stays_out::RULE,
    &registry_order_at_start::RULE,
    &release_comes_at_the_end::RULE,
    &release_follows_notify::RULE,
    &release_names_what_was_given::RULE,
    &success_is_no_error::RULE,
    &table_goes_to_initialise_ex::RULE,
    &table_keeps_its_bounds::RULE,
    &table_on_entry::RULE,
    &table_revision_is_known::RULE,
    &terminate_by_slot_or_export::RULE,
    &terminate_comes_last::RULE,
    &terminate_order::RULE,
    &terminate_returns_no_error::RULE,
    &user_administration_is_not_called::RULE,
    &users_are_put_to_dlls::RULE,
    &verdicts_are_true_or_false::RULE,
    &zero_offer_is_filled::RULE,
];

/// A rule that every run breaks. It is not part of [`RULES`]: it runs only if it is asked for, to prove that a breach
/// reaches every report and the exit code.
pub(super) static CANARY: &Rule = &canary::RULE;
