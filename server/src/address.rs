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
}

/// Who is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Origin {
    /// An IPv4 address, or the /64 that one IPv6 customer has.
    pub network: IpAddr,
    /// Whether many people share it.
    pub shared: bool,
}

impl Addresses {
    /// Whether a connection comes from a proxy that is believed.
    pub fn trusts(&self, address: IpAddr) -> bool {
        self.trusted.iter().any(|network| network.contains(&address.to_canonical()))
    }

    /// Whom to count a connection's requests to; none where nobody can be told apart: this machine itself, or a proxy on it that
    /// nobody said to trust.
    pub fn origin(&self, peer: IpAddr, headers: &HeaderMap) -> Option<Origin> {
        let address = self.client(peer.to_canonical(), headers);
        if address.is_loopback() {
            return None;
        }
        let shared = self.shared.iter().any(|network| network.contains(&address));
        Some(Origin { network: counted(address), shared })
    }

    /// The address that a trusted proxy was asked from, else the other end of the connection.
    fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut address = peer;
        let lines = headers.get_all(FORWARDED_FOR).iter().rev().filter_map(|value| value.to_str().ok());
        // From the end: what stands further to the front was there already when the proxy got it.
        for hop in lines.flat_map(|line| line.rsplit(',')) {
            if !self.trusts(address) {
                break;
            }
            let Some(next) = hop_address(hop) else { break };
            address = next;
        }
        address
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
        let addresses = Addresses {
            trusted: trusted.iter().map(|network| network.parse().unwrap()).collect(),
            shared: vec!["198.51.100.0/24".parse().unwrap()],
        };
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED_FOR, line.parse().unwrap());
        }
        addresses.origin(peer.parse().unwrap(), &headers).map_or("nobody".to_owned(), |origin| {
            format!("{}{}", origin.network, if origin.shared { " shared" } else { "" })
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
            (&["unknown"], "10.0.0.1"),
            (&["203.0.113.9, unknown"], "10.0.0.1"),
            (&[], "10.0.0.1"),
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
}
