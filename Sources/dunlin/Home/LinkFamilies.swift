import Delivery
import Messaging
import Web

/// The links of each route for `/metrics`: by route and by the specification's names of PDUs, nothing of a person (promise P7).
enum LinkFamilies {
    private typealias Labels = [(name: String, value: String)]

    static func all(of ways: [SendingDesk.Way]) async -> [MetricFamily] {
        var routes: [(labels: Labels, links: LinkStatistics, unmatched: Int)] = []
        for way in ways {
            guard let links = await way.gateway.statistics() else { continue }
            let unmatched = await way.lane.counts.parkedReceipts
            routes.append(([(name: "route", value: way.gateway.route)], links, unmatched))
        }
        func family(
            _ name: String, _ kind: MetricFamily.Kind, _ help: String, _ value: (LinkStatistics) -> Int
        ) -> MetricFamily {
            MetricFamily(name, kind, help: help, samples: routes.map { .init($0.labels, Double(value($0.links))) })
        }
        return [
            family("dunlin_links_up", .gauge, "Connections that are bound.", \.linksUp),
            family("dunlin_links_wanted", .gauge, "Connections that this node should have.", \.linksWanted),
            family("dunlin_link_callers", .gauge, "Open connections that the carrier made.", \.callers),
            family("dunlin_link_reconnects_total", .counter, "Connections bound again after their end.", \.reconnects),
            MetricFamily(
                "dunlin_link_pdus_total", .counter, help: "PDUs since the start, by direction and the protocol's name.",
                samples: routes.flatMap { route in
                    pdus(route.labels, "received", route.links.received) + pdus(route.labels, "sent", route.links.sent)
                }),
            MetricFamily(
                "dunlin_link_bytes_total", .counter, help: "Octets since the start, by direction, TLS not counted.",
                samples: routes.flatMap { route in
                    [("received", route.links.received_bytes), ("sent", route.links.sent_bytes)].map {
                        .init(route.labels + [(name: "direction", value: $0.0)], Double($0.1))
                    }
                }),
            family("dunlin_link_window", .gauge, "Texts that may wait for their answers at once.", \.window),
            family("dunlin_link_outstanding", .gauge, "Texts that wait for their answers.", \.outstanding),
            MetricFamily(
                "dunlin_link_queue", .gauge, help: "Texts that wait to be written, and parts put off by the carrier.",
                samples: routes.flatMap { route in
                    [("waiting", route.links.waiting), ("put_off", route.links.resting)].map {
                        .init(route.labels + [(name: "state", value: $0.0)], Double($0.1))
                    }
                }),
            MetricFamily(
                "dunlin_link_answer_seconds", .histogram, help: "From a text's PDU to its answer.",
                samples: routes.flatMap { route in
                    MetricFamily.Sample.histogram(
                        route.labels, bounds: DurationCounts.bounds_s, counts: route.links.responseTimes.counts,
                        sum: route.links.responseTimes.sum_s)
                }),
            MetricFamily(
                "dunlin_link_events_total", .counter, help: "What the carrier answered and brought since the start.",
                samples: routes.flatMap { route in
                    [
                        ("throttled", route.links.throttled), ("put_off", route.links.putOff),
                        ("unanswered", route.links.unanswered), ("receipt", route.links.receipts),
                        ("reply", route.links.replies), ("unreadable", route.links.unreadable),
                        ("unmatched_receipt", route.unmatched),
                    ].map { .init(route.labels + [(name: "event", value: $0.0)], Double($0.1)) }
                }),
        ]
    }

    private static func pdus(_ labels: Labels, _ direction: String, _ counts: [String: Int]) -> [MetricFamily.Sample] {
        counts.sorted { $0.key < $1.key }.map {
            .init(labels + [(name: "direction", value: direction), (name: "pdu", value: $0.key)], Double($0.value))
        }
    }
}
