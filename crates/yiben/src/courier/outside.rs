//! Addresses that lie outside the office's own network. A channel leads out of the house; one that was not declared to lead
//! into the office's network is not followed there, whatever a name resolves to.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether anyone on the internet could be behind it.
pub(super) fn is_outside(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => v4_is_outside(address),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => v4_is_outside(mapped),
            None => v6_is_outside(address),
        },
    }
}

fn v4_is_outside(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let special = (a == 192 && b == 0 && c == 0) || (a == 198 && (18..20).contains(&b)) || a == 0 || a >= 224;
    !(address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || shared
        || special)
}

fn v6_is_outside(address: Ipv6Addr) -> bool {
    // Global unicast is 2000::/3; within it 2001::/23 and 2002::/16 lead back into other ranges, 2001:db8::/32 nowhere.
    let [first, second, ..] = address.segments();
    let global = first & 0xe000 == 0x2000;
    let detour = (first == 0x2001 && (second < 0x0200 || second == 0x0db8)) || first == 0x2002;
    global && !detour
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_internet_are_outside() {
        for inside in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "192.0.0.8",
            "198.18.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "2002:7f00:1::",
            "2001:db8::1",
            "ff02::1",
            "64:ff9b::7f00:1",
        ] {
            assert!(!is_outside(inside.parse().unwrap()), "{inside}");
        }
        for outside in ["1.1.1.1", "47.92.3.4", "2400:3200::1", "2606:4700::1111"] {
            assert!(is_outside(outside.parse().unwrap()), "{outside}");
        }
    }
}
