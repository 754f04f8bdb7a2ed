# An SMSC from elsewhere (Debian's libnet-smpp-perl) for the gateway to talk to: smsc.pl COUNT
#
# Prints `port N` when it listens. Takes one transceiver, answers COUNT texts with ids of hexadecimal digits, and brings for each
# a receipt in the text form; then waits for the unbind, answers it and prints how many deliveries were answered.
use strict;
use warnings;
use Net::SMPP;

$| = 1;
my $count = $ARGV[0];
my $listener = Net::SMPP->new_listen('127.0.0.1', port => 0, smpp_version => 0x34, interface_version => 0x34) or die "listen: $!";
print "port ", $listener->sockport, "\n";
my $peer = $listener->accept or die "accept: $!";
my ($taken, $answered) = (0, 0);
while (my $pdu = $peer->read_pdu) {
    my $command = $pdu->{cmd};
    if ($command == Net::SMPP::CMD_bind_transceiver) {
        $peer->bind_transceiver_resp(seq => $pdu->{seq}, status => 0, system_id => 'elsewhere');
    } elsif ($command == Net::SMPP::CMD_submit_sm) {
        my $id = sprintf('%X', 0xBEEF00 + ++$taken);
        $peer->submit_sm_resp(seq => $pdu->{seq}, status => 0, message_id => $id);
        $peer->deliver_sm(
            async => 1, esm_class => 0x04, source_addr_ton => 1, source_addr_npi => 1,
            source_addr => $pdu->{destination_addr}, destination_addr => $pdu->{source_addr},
            short_message => "id:$id sub:001 dlvrd:001 submit date:2611211200 done date:2611211201 stat:DELIVRD err:000 text:");
    } elsif ($command == Net::SMPP::CMD_enquire_link) {
        $peer->enquire_link_resp(seq => $pdu->{seq}, status => 0);
    } elsif ($command == Net::SMPP::CMD_deliver_sm_resp) {
        $answered++;
    } elsif ($command == Net::SMPP::CMD_unbind) {
        $peer->unbind_resp(seq => $pdu->{seq}, status => 0);
        last;
    }
}
print "answered $answered of $taken\n";
