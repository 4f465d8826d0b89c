#!/usr/bin/perl
# Countersign adapter to the Perl library Net::Amazon::S3: query_string_authentication_uri of a bucket, with signatures of
# version 4. It has no way to add parameters or headers.
#
# The library asks Perl for the time, so `time` is replaced before it is loaded. Nothing here signs.
# Install: apt-get install libnet-amazon-s3-perl
use strict;
use warnings;

my $now;
BEGIN { *CORE::GLOBAL::time = sub () { $now // CORE::time }; }

use JSON::PP;

eval { require Net::Amazon::S3; require Net::Amazon::S3::Vendor::Generic; require Time::Local; 1 }
    or die "Net::Amazon::S3 is not installed; apt-get install libnet-amazon-s3-perl\n";

my $source = 'https://metacpan.org/release/BARNEY/Net-Amazon-S3-0.991/source/lib/Net/Amazon/S3/';
my $hello  = {
    protocol => 1, name => 'Net::Amazon::S3', version => $Net::Amazon::S3::VERSION, language => 'perl',
    ops      => ['presign'], features => [qw(session-token path-style virtual-hosted)],
    clock    => 'injected', errors => 'class',
};

sub skip { return { skip => { issue => $source . shift } } }

sub reject {
    my ($class, $message) = @_;
    return { reject => { class => $class, message => "$message" } };
}

sub seconds {
    my ($year, $month, $day, $hour, $minute, $second) = shift =~ /\d+/g;
    return Time::Local::timegm_modern($second, $minute, $hour, $day, $month - 1, $year);
}

sub account {
    my ($r, $host) = @_;
    my $c = $r->{credentials};
    return Net::Amazon::S3->new(
        aws_access_key_id     => $c->{access_key_id},
        aws_secret_access_key => $c->{secret_access_key},
        (aws_session_token => $c->{session_token}) x !!defined $c->{session_token},
        vendor => Net::Amazon::S3::Vendor::Generic->new(
            host                 => $host,
            use_https            => $r->{scheme} eq 'https',
            use_virtual_host     => $r->{addressing} eq 'virtual',
            authorization_method => 'Net::Amazon::S3::Signature::V4',
        ),
    );
}

sub presign {
    my ($r) = @_;
    return skip('Signature/V4.pm#L36') if $r->{service} ne 's3';
    return skip('Bucket.pm#L132') if ($r->{key} // '') eq '' || ($r->{bucket} // '') eq '';    # of objects alone
    my $host = $r->{host};
    if ($r->{addressing} eq 'virtual') {
        return skip('HTTPRequest.pm#L69') if $host !~ s/^\Q$r->{bucket}.\E//;    # the bucket is always in front
    }
    $now = seconds($r->{now});
    my $expires_at = $now + $r->{expires};
    if ($expires_at - $now != $r->{expires}) {    # a floating point number by now
        return reject($r->{expires} < 0 ? 'expires-too-short' : 'expires-too-long', 'Perl holds no such integer');
    }
    my $uri = eval {
        my $bucket = account($r, $host)->bucket({ bucket => $r->{bucket}, region => $r->{region} });
        $bucket->query_string_authentication_uri(key => $r->{key}, expires_at => $expires_at, method => $r->{method});
    };
    return reject('bad-input', $@ =~ s/ at \S+ line.*//sr) if !defined $uri;
    # It puts the region into the name of Amazon's global host.
    return skip('Signature/V4.pm#L46') if index("$uri", "$r->{scheme}://$r->{host}/") != 0 && $host =~ /\bs3\.amazonaws\.com$/;
    return { ok => { url => "$uri" } };
}

my $json = JSON::PP->new->utf8->canonical;
$| = 1;
while (my $line = <STDIN>) {
    my $r      = $json->decode($line);
    my $answer = $r->{op} eq 'hello' ? { ok => $hello } : presign($r);
    print $json->encode({ id => $r->{id}, %$answer }), "\n";
}
