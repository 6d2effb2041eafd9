//! Where a request comes from. `X-Forwarded-For` is what anybody may write: it counts only where a proxy that the operator
//! trusts has added to it, and only what that proxy added.

use axum::http::HeaderMap;
use ipnet::IpNet;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// The header that proxies add the address to that they were asked from.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// So many times wider are limits where many people share an address.
pub const SHARED: u32 = 50;

/// The other end of the connection, in the extensions of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(pub SocketAddr);

/// Which addresses are special.
#[derive(Clone, Debug, Default)]
pub struct Addresses {
    /// Proxies whose header is believed.
    pub trusted: Vec<IpNet>,
    /// Networks where many share an address.
    pub shared: Vec<IpNet>,
    /// Others than this machine reach the site, so that what comes from this machine comes from a proxy on it.
    pub behind: bool,
}

/// Who is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// An IPv4 address, or the /64 that one IPv6 customer has.
    pub network: IpAddr,
    /// Whether many people share it.
    pub shared: bool,
    /// Whether it is that of a trusted proxy that did not say whom it was asked from: everybody behind it.
    pub blind: bool,
}

impl Addresses {
    /// Whether a connection comes from a proxy that is believed.
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|network| network.contains(&address.to_canonical()))
    }

    /// Whom to count a connection's requests to; none for this machine itself, where nobody else reaches the site. Where a proxy stands
    /// in between that does not say whom it was asked from, all behind it are counted together, as those of a shared address: no
    /// limit at all would be an open door, and the limit of one person would shut out everybody.
    pub fn origin(&self, peer: IpAddr, headers: &HeaderMap) -> Option<Origin> {
        let peer = peer.to_canonical();
        let (address, blind) = self.client(peer, headers);
        let here = address.is_loopback();
        if here && !self.behind && !self.trusts(peer) {
            return None;
        }
        let shared = here || blind || self.shared.iter().any(|network| network.contains(&address));
        Some(Origin { network: counted(address), shared, blind })
    }

    /// The address that a trusted proxy was asked from, else the other end of the connection; and whether a trusted proxy was silent.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> (IpAddr, bool) {
        let (mut address, mut said) = (peer, false);
        let lines = headers.get_all(FORWARDED_FOR).iter().rev().filter_map(|value| value.to_str().ok());
        // From the end: what stands further to the front was there already when the proxy got it.
        for hop in lines.flat_map(|line| line.rsplit(',')) {
            if !self.trusts(address) {
                return (address, false);
            }
            let Some(next) = hop_address(hop) else { return (address, true) };
            (address, said) = (next, true);
        }
        (address, !said && self.trusts(address))
    }
}

/// `192.0.2.1`, `192.0.2.1:1234`, `2001:db8::1`, `[2001:db8::1]:1234`
fn hop_address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let address = text
        .parse::<IpAddr>()
        .or_else(|_| text.parse::<SocketAddr>().map(|address| address.ip()))
        .or_else(|_| text.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>());
    address.ok().map(|address| address.to_canonical())
}

/// What one customer has: an IPv4 address, a /64 of IPv6.
fn counted(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(trusted: &[&str], peer: &str, forwarded: &[&str]) -> String {
        origin_of(false, trusted, peer, forwarded)
    }

    fn origin_of(behind: bool, trusted: &[&str], peer: &str, forwarded: &[&str]) -> String {
        let addresses = Addresses {
            behind,
            trusted: trusted.iter().map(|network| network.parse().unwrap()).collect(),
            shared: vec!["198.51.100.0/24".parse().unwrap()],
        };
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        addresses.origin(peer.parse().unwrap(), &headers).map_or("nobody".to_owned(), |origin| {
            let (shared, blind) =
                (if origin.shared { " shared" } else { "" }, if origin.blind { " blind" } else { "" });
            format!("{}{shared}{blind}", origin.network)
        })
    }

    #[test]
    fn nobodys_header_is_believed_by_default() {
        assert_eq!(origin(&[], "192.0.2.1", &["203.0.113.9"]), "192.0.2.1");
        assert_eq!(origin(&["10.0.0.0/8"], "192.0.2.1", &["203.0.113.9"]), "192.0.2.1");
    }

    #[test]
    fn a_trusted_proxy_says_whom_it_was_asked_from() {
        let trusted = &["10.0.0.0/8", "127.0.0.0/8"];
        for (forwarded, expected) in [
            (&["203.0.113.9"][..], "203.0.113.9"),
            // What the reader wrote stands in front and is not believed.
            (&["127.0.0.1, 10.1.1.1, 203.0.113.9"], "203.0.113.9"),
            (&["198.51.100.7", "203.0.113.9"], "203.0.113.9"),
            // Through two trusted proxies.
            (&["198.51.100.7, 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
            (&["203.0.113.9:4711"], "203.0.113.9"),
            (&["[2001:db8:1:2:3::4]:4711"], "2001:db8:1:2::"),
            (&["::ffff:203.0.113.9"], "203.0.113.9"),
            // What is no address counts as the proxy.
            (&["unknown"], "10.0.0.1 shared blind"),
            (&["203.0.113.9, unknown"], "10.0.0.1 shared blind"),
            (&["unknown, 10.0.0.2"], "10.0.0.2 shared blind"),
            (&[""], "10.0.0.1 shared blind"),
            (&[], "10.0.0.1 shared blind"),
            // Somebody who sits beside the proxy.
            (&["10.0.0.9"], "10.0.0.9"),
            (&["127.0.0.1"], "127.0.0.1 shared"),
        ] {
            assert_eq!(origin(trusted, "10.0.0.1", forwarded), expected, "{forwarded:?}");
        }
        assert_eq!(origin(trusted, "::ffff:10.0.0.1", &["203.0.113.9"]), "203.0.113.9");
    }

    #[test]
    fn one_customer_is_counted_as_one() {
        assert_eq!(origin(&[], "2001:db8:1:2:3:4:5:6", &[]), "2001:db8:1:2::");
        assert_eq!(origin(&[], "2001:db8:1:2:ffff::1", &[]), "2001:db8:1:2::");
        assert_eq!(origin(&[], "2001:db8:1:3::1", &[]), "2001:db8:1:3::");
        assert_eq!(origin(&[], "198.51.100.7", &[]), "198.51.100.7 shared");
        assert_eq!(origin(&[], "127.0.0.1", &[]), "nobody");
        assert_eq!(origin(&[], "::1", &["203.0.113.9"]), "nobody");
        assert_eq!(origin(&["::1/128"], "::1", &["203.0.113.9"]), "203.0.113.9");
    }

    #[test]
    fn a_silent_proxy_does_not_switch_the_limits_off() {
        assert_eq!(origin(&["127.0.0.0/8"], "127.0.0.1", &[]), "127.0.0.1 shared blind");
        assert_eq!(origin(&["::1/128"], "::1", &["unknown"]), ":: shared blind");
        // One on this machine that nobody has named: the site is reached from elsewhere, so everybody comes from here.
        assert_eq!(origin_of(true, &[], "127.0.0.1", &["203.0.113.9"]), "127.0.0.1 shared");
        assert_eq!(origin_of(true, &["127.0.0.0/8"], "127.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(origin_of(true, &[], "192.0.2.1", &[]), "192.0.2.1");
    }
}
