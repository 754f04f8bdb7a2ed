extension Wire {
    /// One PDU or remark, with where and when it was.
    package struct Entry: Sendable, Hashable {
        /// From 1, in the order in which connections began.
        package var connection: Int
        package var side: Reader.Side
        /// Nanoseconds since 1970 began; nil where nobody noted it.
        package var time_ns: Int64?
        package var item: Item
    }
}

extension Wire.Connection {
    /// What the connection most likely speaks; nil where it is none of these protocols.
    package var likelySpeech: Wire.Speech? {
        Wire.Speech.guess(port: server.port, (fromClient.runs + fromServer.runs).map { $0.octets[...] })
    }

    /// Everything that both ends said, in the order of time.
    package func entries(as speech: Wire.Speech, connection: Int) -> [Wire.Entry] {
        var reader = Wire.Reader(speech)
        let sides: [[Wire.Cutting]] = [fromClient, fromServer].map {
            Wire.Splitter.cut($0.runs, as: speech, fromTheStart: $0.isFromTheStart)
        }
        var places = [0, 0]
        var entries: [Wire.Entry] = []
        while let index = next(sides, places) {
            let cutting = sides[index][places[index]]
            let side: Wire.Reader.Side = index == 0 ? .client : .server
            places[index] += 1
            entries.append(
                Wire.Entry(
                    connection: connection, side: side, time_ns: cutting.time_ns, item: reader.read(cutting, from: side)
                ))
        }
        return entries
    }

    /// The side whose next is earlier; the client's where nobody knows.
    private func next(_ sides: [[Wire.Cutting]], _ places: [Int]) -> Int? {
        switch (places[0] < sides[0].count, places[1] < sides[1].count) {
        case (false, false): return nil
        case (true, false): return 0
        case (false, true): return 1
        case (true, true):
            let times = [0, 1].map { sides[$0][places[$0]].time_ns ?? 0 }
            return times[0] <= times[1] ? 0 : 1
        }
    }
}

extension Wire {
    /// PDUs of octets without a connection around them, one behind the other.
    package static func entries(of octets: [UInt8], as speech: Speech) -> [Entry] {
        var reader = Reader(speech)
        let run = Run(offset: 0, octets: octets)
        return Splitter.cut([run], as: speech, fromTheStart: true).map {
            Entry(connection: 1, side: .client, time_ns: nil, item: reader.read($0, from: .client))
        }
    }
}
