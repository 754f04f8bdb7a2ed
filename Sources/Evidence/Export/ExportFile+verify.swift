extension ExportFile {
    /// Checks every byte of an export against the log's public key: signature, proofs, commitments, that all leaves are
    /// the named borrower's and none is missing up to the one that closes the file, the packs that they name, and times.
    /// Every one of `witnesses` must have cosigned the checkpoint. Throws the first fault. Time-stamps are reported and not checked: see
    /// `TimeStampToken`.
    package static func verify(
        _ file: [UInt8], key: VerifierKey, witnesses: [VerifierKey] = []
    ) throws(ExportFault) -> ExportReport {
        guard file.count <= longest_bytes else {
            throw ExportFault(place: .file, what: "\(file.count) bytes; the limit is \(longest_bytes)")
        }
        let lines = file.split(separator: 0x0a, omittingEmptySubsequences: false)
        guard lines.count >= 2, lines.last?.isEmpty == true else {
            throw ExportFault(place: .file, what: "empty, or its last line does not end")
        }
        let header = try header(first: lines[0], last: lines[lines.count - 2])
        let note: SignedNote
        let checkpoint: Checkpoint
        var cosignatures: [Cosignature] = []
        do throws(NoteFault) {
            note = try SignedNote(parsing: header.checkpoint)
            checkpoint = try Checkpoint(note: note, key: key)
            for witness in witnesses {
                guard let cosignature = try note.cosignature(by: witness) else {
                    throw .noKnownSignature(key: witness.name)
                }
                cosignatures.append(cosignature)
            }
        } catch { throw ExportFault(place: .checkpoint, what: error.description) }

        var tally = ExportTally(header: header, checkpoint: checkpoint)
        let leafLines = lines.dropFirst().dropLast(2)
        guard leafLines.first?.isEmpty == false else { throw ExportFault(place: .file, what: "it holds no leaf") }
        for line in leafLines {
            let place = ExportFault.Place.leaf(tally.count + 1)
            let isLast = line.startIndex == leafLines.last?.startIndex
            guard line.count <= longestLine_bytes, isLast || line.last == UInt8(ascii: ",") else {
                throw ExportFault(place: place, what: "its line is too long or does not end with a comma")
            }
            do throws(LeafFault) {
                try tally.add(try leaf(isLast ? line : line.dropLast()))
            } catch {
                throw ExportFault(place: place, what: error.description)
            }
        }
        guard header.format == .open || tally.isClosed else {
            throw ExportFault(place: .end, what: "the last leaf is not one that closes an export")
        }
        if header.format == .cited { try tally.packs.check(header.packs) }
        return tally.report(
            checkpointText: note.text, cosignatures: cosignatures, otherSignatures: note.signatures.count - 1)
    }

    private static func header(
        first: ArraySlice<UInt8>, last: ArraySlice<UInt8>
    ) throws(ExportFault) -> Header {
        let value: LeafValue
        do throws(LeafFault) {
            value = try CanonicalJSON.decode(Array(first) + Array(last))
        } catch { throw ExportFault(place: .header, what: error.description) }
        guard let format = value["format"]?.text.flatMap(Format.init) else {
            throw ExportFault(place: .header, what: "the format is not \(Format.cited.rawValue)")
        }
        guard let borrower = value["borrower"]?.text, let portfolio = value["portfolio"]?.text,
            let checkpoint = value["checkpoint"]?.text
        else { throw ExportFault(place: .header, what: "borrower, checkpoint or portfolio is missing") }
        let header = Header(
            format: format, portfolio: portfolio, borrower: borrower, checkpoint: Array(checkpoint.utf8),
            packs: try packs(value["packs"]), timeStamps: try timeStamps(value["time_stamps"]))
        // As with the lines: written again, it must be the same bytes.
        guard begin(header).dropLast() == first, end(header).dropFirst().dropLast() == last else {
            throw ExportFault(place: .header, what: "the first or last line is not written as the format says")
        }
        return header
    }

    private static func timeStamps(_ value: LeafValue?) throws(ExportFault) -> [TimeStamp] {
        guard let value else { return [] }
        guard case .list(let items) = value, items.count <= mostTimeStamps else {
            throw ExportFault(place: .end, what: "the time-stamps are not a list of \(mostTimeStamps) at most")
        }
        var stamps: [TimeStamp] = []
        for item in items {
            guard let authority = item["authority"]?.text, let token = item["token"]?.text.flatMap(Base64.decode) else {
                throw ExportFault(place: .end, what: "a time-stamp lacks its authority or token")
            }
            stamps.append(TimeStamp(authority: authority, token: token))
        }
        return stamps
    }

    private static func leaf(_ line: ArraySlice<UInt8>) throws(LeafFault) -> Leaf {
        let value = try CanonicalJSON.decode(line)
        guard let index = value["index"]?.integer else { throw .field("index") }
        guard let bytes = value["leaf"]?.text.flatMap(Base64.decode) else { throw .field("leaf") }
        guard let salt = value["salt"]?.text.flatMap(Base64.decode), salt.count == LeafContent.saltLength
        else { throw .field("salt") }
        guard let content = value["content"] else { throw .field("content") }
        guard case .list(let items)? = value["proof"], items.count <= MerkleTree.longestProof else {
            throw .field("proof")
        }
        var proof: [TreeHash] = []
        for item in items {
            guard let hash = item.text.flatMap(Base64.decode).flatMap({ TreeHash(bytes: $0) }) else {
                throw .field("proof")
            }
            proof.append(hash)
        }
        let leaf = Leaf(
            index: index, bytes: bytes, plainText: salt + (try CanonicalJSON.encode(content)), proof: proof)
        guard self.line(leaf, isFirst: true)[...] == line else { throw .field("leaf line") }
        return leaf
    }
}
