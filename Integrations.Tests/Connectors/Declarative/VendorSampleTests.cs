using System.Collections.Concurrent;
using System.Text;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Declarative;
using Integrations.Connectors.Declarative.Events;
using Integrations.Primitives;
using Integrations.Tests.Infrastructure;

namespace Integrations.Tests.Connectors.Declarative;

/// <summary>
/// Deliveries as each vendor signs them, with signatures that were computed outside this program and are typed in here: what a file says of
/// a proof is compared with the vendor, and not with a sandbox that reads the same file.
/// </summary>
public sealed class VendorSampleTests
{
    private const string Folder = "Integrations.Connectors/Declarative/Providers";

    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private static readonly ConcurrentDictionary<string, ProviderFile> Files = new(StringComparer.Ordinal);

    // Box: the sample of its own documentation and of its libraries; the key of Zendesk is the one that it documents for tests.
    private static readonly Dictionary<string, Sample> Samples = new(StringComparer.Ordinal)
    {
        ["stripe"] = new(
            "whsec_sample", """{"id":"evt_1","object":"event","type":"customer.updated","data":{"object":{"id":"cus_1","object":"customer"}}}""",
            "Stripe-Signature", "c9ef37d527c2c9e8c69b138f0d65c55da25a23ae69fc7767695c832e414eddc5", "t=1796040000,v1={0}", "customer:cus_1", [], null),
        ["gitlab"] = new(
            "gitlab-sample-token", """{"object_kind":"issue","project":{"id":7},"object_attributes":{"iid":3,"action":"update"}}""",
            "X-Gitlab-Token", "gitlab-sample-token", "{0}", "issue:7/3", [("Idempotency-Key", "k1")], null),
        ["linear"] = new(
            "linear-sample-secret", """{"action":"update","type":"Issue","data":{"id":"0b7f6c1e-2f4a-4f6b-9a53-0d5d3c1f7a10"},"webhookTimestamp":1796040000000}""",
            "Linear-Signature", "996f12b2b3dec7b7a6d53462d97546654fe2104a5c5c1996004f4473dedad7c6", "{0}", "issue:0b7f6c1e-2f4a-4f6b-9a53-0d5d3c1f7a10", [("Linear-Delivery", "d1")], null),
        ["calendly"] = new(
            "calendly-sample-key", """{"event":"invitee.created","created_at":"2026-11-30T12:00:00Z","payload":{"uri":"https://api.calendly.com/scheduled_events/EV1/invitees/IN1","event":"https://api.calendly.com/scheduled_events/EV1"}}""",
            "Calendly-Webhook-Signature", "738c323bb3fdb7fefe481a5434e2b6c96b2267bd135d4d2f0a89d25745f7b6b1", "t=1796040000,v1={0}", "event:EV1", [], null),
        ["zoom"] = new(
            "zoom-sample-token", """{"event":"meeting.updated","event_ts":1796040000000,"payload":{"account_id":"a1","object":{"id":81234567890,"uuid":"u=="}}}""",
            "x-zm-signature", "469d11c87ea84819ba2506e6d45324e86ae43635ebdeada3d90d71d30f66ebbf", "v0={0}", "meeting:81234567890", [("x-zm-request-timestamp", "1796040000")], null),
        ["sentry"] = new(
            "sentry-sample-secret", """{"action":"resolved","data":{"issue":{"id":"42"}}}""",
            "Sentry-Hook-Signature", "b1c07a6548aafdfe59c63b75e1fff7800c64238b8675c4a349287057348d4b4f", "{0}", "issue:42", [("Sentry-Hook-Resource", "issue"), ("Sentry-Hook-Timestamp", "1796040000")], null),
        ["pagerduty"] = new(
            "pagerduty-sample-secret", """{"event":{"id":"E1","event_type":"incident.triggered","data":{"id":"PINC1","type":"incident"}}}""",
            "X-PagerDuty-Signature", "71f5c048e9a7e66137130fd586c4a2ffc70c5d95fb30a1f5c689353363f3d2ca", "v1={0}", "incident:PINC1", [], null),
        ["typeform"] = new(
            "typeform-sample-secret", """{"event_id":"e1","event_type":"form_response","form_response":{"form_id":"lT4Z3j"}}""",
            "Typeform-Signature", "sGmUkCdnhJlDLYqkv7kEb73fWOK2p6e2KytDSiLSQk8=", "sha256={0}", "form:lT4Z3j", [], null),
        ["intercom"] = new(
            "intercom-sample-secret", """{"type":"notification_event","id":"notif_1","topic":"contact.created","app_id":"a86dr8yl","data":{"item":{"type":"contact","id":"530370b477ad7120001d"}}}""",
            "X-Hub-Signature", "31a54c2b367c5cabac0abe8ef7c94e7d85cd8850", "sha1={0}", "contact:530370b477ad7120001d", [], null),
        ["hubspot"] = new(
            "hubspot-sample-secret", """[{"subscriptionType":"contact.propertyChange","portalId":62515,"objectId":123}]""",
            "X-HubSpot-Signature-v3", "icbz8dxArlCIbKQFohksKnbHqPgfZLHwYSlQR8LYu0w=", "{0}", "contact:123", [("X-HubSpot-Request-Timestamp", "1796040000000")], "https://hub.example/api/webhooks/hubspot/0b7f6c1e-2f4a-4f6b-9a53-0d5d3c1f7a10?key=k"),
        ["gitea"] = new(
            "gitea-sample-secret", """{"action":"opened","issue":{"number":5},"repository":{"name":"hub","owner":{"login":"acme"}}}""",
            "X-Gitea-Signature", "3dd4b3c05164e9d0d30d5326ccc65e6c8a5989ecc86df363e28a84ca661f4657", "{0}", "issue:hub/5", [("X-Gitea-Event", "issues"), ("X-Gitea-Delivery", "d1")], null),
        ["shopify"] = new(
            "shopify-sample-secret", """{"id":632910392,"title":"Chair"}""",
            "X-Shopify-Hmac-Sha256", "EaF/zKwdW9cDZRLOOw6Pmt+yYyjRDPjpWf4L2k9ePGM=", "{0}", "product:632910392", [("X-Shopify-Topic", "products/update"), ("X-Shopify-Webhook-Id", "w1")], null),
        ["trello"] = new(
            "trello-sample-secret", """{"action":{"id":"a1","type":"updateCard","data":{"card":{"id":"5abbe4b7ddc1b351ef961414"}}}}""",
            "X-Trello-Webhook", "84EJSXFiwR3qvrKh32jBLbuWOQQ=", "{0}", "card:5abbe4b7ddc1b351ef961414", [], "https://hub.example/api/webhooks/trello/0b7f6c1e-2f4a-4f6b-9a53-0d5d3c1f7a10?key=k"),
        ["todoist"] = new(
            "todoist-sample-secret", """{"event_name":"item:updated","user_id":"2671355","event_data":{"id":"6XR4GqQQCW6Gv9h4"}}""",
            "X-Todoist-Hmac-SHA256", "bt5tj2RWSeSFlX6hQUuGR8a6a164S9flFIXffkEKYUA=", "{0}", "task:6XR4GqQQCW6Gv9h4", [("X-Todoist-Delivery-ID", "d1")], null),
        ["clickup"] = new(
            "clickup-sample-secret", """{"event":"taskUpdated","task_id":"1vj37mc","webhook_id":"w1"}""",
            "X-Signature", "bd55ce0e6fc0da6ddd47ae954b220b083ecd1d14d073abe28188b0ac9a1f2faf", "{0}", "task:1vj37mc", [], null),
        ["zendesk"] = new(
            "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==", """{"id":"01","type":"zen:event-type:ticket.status_changed","detail":{"id":"35436"}}""",
            "X-Zendesk-Webhook-Signature", "XLeDlFMonk+KGD9+VagBhJfxp0I21XcrAJFOgVChQPc=", "{0}", "ticket:35436", [("X-Zendesk-Webhook-Signature-Timestamp", "2026-11-30T12:00:00Z")], null),
        ["figma"] = new(
            "figma-sample-passcode", """{"event_type":"FILE_UPDATE","file_key":"zH0XlpcLvmaoB7B","passcode":"figma-sample-passcode","timestamp":"2026-11-30T12:00:00Z","webhook_id":"22"}""",
            null, null, "{0}", "file:zH0XlpcLvmaoB7B", [], null),
        ["bitbucket"] = new(
            "bitbucket-sample-secret", """{"pullrequest":{"id":9,"destination":{"repository":{"uuid":"{u1}"}}},"repository":{"uuid":"{u1}"}}""",
            "X-Hub-Signature", "f09f1f03e59c228d136e9624eafcbd5087229aa0d4bd8dd7a3b8f98841aac15c", "sha256={0}", "pull_request:{u1}/9", [("X-Event-Key", "pullrequest:updated"), ("X-Request-UUID", "r1")], null),
        ["cal_com"] = new(
            "cal-sample-secret", """{"triggerEvent":"BOOKING_CREATED","createdAt":"2026-11-30T12:00:00Z","payload":{"uid":"bFJeNb2uX8ANpT3JL5EfXw"}}""",
            "X-Cal-Signature-256", "caa77e17ce9e5d8dbda1571ef2f8b638eaf77ea1848360d8e6da4dba5e6bb5a2", "{0}", "booking:bFJeNb2uX8ANpT3JL5EfXw", [], null),
        ["docusign"] = new(
            "docusign-sample-key", """{"event":"envelope-completed","generatedDateTime":"2026-11-30T12:00:00Z","data":{"envelopeId":"0b7f6c1e-2f4a-4f6b-9a53-0d5d3c1f7a10"}}""",
            "X-DocuSign-Signature-1", "1Xzy2q2zYgOY4NUa4pH70G1qO0JOfgmv1N88+n6IJxc=", "{0}", "envelope:0b7f6c1e-2f4a-4f6b-9a53-0d5d3c1f7a10", [], null),
        ["pipedrive"] = new(
            "pipedrive-sample-password", """{"meta":{"id":"m1","entity":"deal","action":"change","entity_id":"17"}}""",
            "Authorization", "aHViOnBpcGVkcml2ZS1zYW1wbGUtcGFzc3dvcmQ=", "Basic {0}", "deal:17", [], null),
        ["box"] = new(
            "SamplePrimaryKey", """{"type":"webhook_event","webhook":{"id":"1234567890"},"trigger":"FILE.UPLOADED","source":{"id":"1234567890","type":"file","name":"Test.txt"}}""",
            "BOX-SIGNATURE-PRIMARY", "6TfeAW3A1PASkgboxxA5yqHNKOwFyMWuEXny/FPD5hI=", "{0}", "file:1234567890", [("BOX-DELIVERY-TIMESTAMP", "2020-01-01T00:00:00-07:00")], null),
    };

    public static TheoryData<string> All => [.. Samples.Keys];

    [Fact]
    public void EachFileWithAProof_HasASample()
    {
        var proven = Directory.EnumerateFiles(Path.Combine(Repository.Root(), Folder), "*.provider.json").Select(path => Path.GetFileName(path).Split('.')[0])
            .Where(key => FileOf(key).Api.Events is { Proof: not NoProof });

        Assert.Empty(proven.Except(Samples.Keys, StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(All))]
    public void WhatTheVendorSigned_IsTaken(string vendor)
    {
        var sample = Samples[vendor];

        var accepted = Assert.IsType<InboundVerdict.Accepted>(Receive(vendor, sample.Request()));

        Assert.Contains(accepted.Touched, touched => touched.ExternalId == sample.Touched);
    }

    [Theory, MemberData(nameof(All))]
    public void EachChangedByte_IsRefused(string vendor)
    {
        var sample = Samples[vendor];
        var request = sample.Request();
        if (FileOf(vendor).Api.Events!.Proof is HmacProof)
        {
            for (var index = 0; index < request.Body.Length; index++)
            {
                byte[] changed = [.. request.Body.ToArray()];
                changed[index] ^= 1;
                Refuses(vendor, request with { Body = changed });
            }

            Refuses(vendor, request with { Body = request.Body[..^1] });
            Refuses(vendor, request with { Body = (byte[])[.. request.Body.ToArray(), (byte)'\n'] });
        }

        if (sample.Signature is { } signature)
        {
            // The last character before the padding of Base64 holds bits that mean nothing.
            var last = signature.EndsWith('=') ? signature.TrimEnd('=').Length - 1 : signature.Length;
            for (var index = 0; index < last; index++)
            {
                Refuses(vendor, sample.Request($"{signature[..index]}{(signature[index] == '0' ? '1' : '0')}{signature[(index + 1)..]}"));
            }

            Refuses(vendor, sample.Request(""));
        }
        else
        {
            Refuses(vendor, request with { Body = Encoding.UTF8.GetBytes(sample.Body.Replace(sample.Secret, sample.Secret[..^1], StringComparison.Ordinal)) });
        }

        Refuses(vendor, request, sample.Secret + "x");
    }

    [Theory]
    [InlineData("hubspot", "X-HubSpot-Request-Timestamp", "1796040000001")]
    [InlineData("zoom", "x-zm-request-timestamp", "1796040001")]
    [InlineData("zendesk", "X-Zendesk-Webhook-Signature-Timestamp", "2026-11-30T12:00:01Z")]
    [InlineData("box", "BOX-DELIVERY-TIMESTAMP", "2020-01-01T00:00:01-07:00")]
    [InlineData("stripe", "Stripe-Signature", "t=1796040001,v1=c9ef37d527c2c9e8c69b138f0d65c55da25a23ae69fc7767695c832e414eddc5")]
    public void AnotherTime_IsRefused(string vendor, string header, string value)
    {
        var request = Samples[vendor].Request();

        Refuses(vendor, request with { Headers = new Dictionary<string, string>(request.Headers, StringComparer.OrdinalIgnoreCase) { [header] = value } });
    }

    [Theory]
    [InlineData("hubspot")]
    [InlineData("trello")]
    public void AnotherAddress_IsRefused(string vendor)
    {
        var request = Samples[vendor].Request();

        Refuses(vendor, request with { Url = request.Url + "x" });
        Refuses(vendor, request with { Url = null });
    }

    // The sample of Bitbucket's documentation is no JSON: its signature holds, and then the body is refused.
    [Theory]
    [InlineData("Hello World!", "body")]
    [InlineData("Hello World?", "signature")]
    public void BitbucketsOwnSample_Holds(string body, string reason)
    {
        var sample = new Sample("It's a Secret to Everybody", body, "X-Hub-Signature", "a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9", "sha256={0}", "", [], null);

        Assert.Equal(reason, Assert.IsType<InboundVerdict.Rejected>(DeclarativeConnector.Of(FileOf("bitbucket")).Receive(sample.Request(), new Secret(sample.Secret), Now)).Reason);
    }

    [Fact]
    public void ZoomsChallenge_IsAnsweredWithTheHashOfItsToken()
    {
        var sample = new Sample(
            "zoom-sample-token", """{"event":"endpoint.url_validation","event_ts":1796040000000,"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"}}""",
            "x-zm-signature", "5087846f868d3f6532d204bd5d58667b37127f8aebfac11e1835cf764e09ffac", "v0={0}", "", [("x-zm-request-timestamp", "1796040000")], null);

        var answer = Assert.IsType<InboundVerdict.Challenge>(DeclarativeConnector.Of(FileOf("zoom")).Receive(sample.Request(), new Secret(sample.Secret), Now));

        Assert.Equal("""{"plainToken":"qgg8vlvZRS6UYooatFL8Aw","encryptedToken":"a08c1b4c37900bcbb614e1c6c8f3a61767a3dfdf2c4637496ff4593c01b0ff26"}""", answer.Body);
        Refuses("zoom", sample.Request("00"));
    }

    private static InboundVerdict Receive(string vendor, InboundRequest request, string? secret = null) =>
        DeclarativeConnector.Of(FileOf(vendor)).Receive(request, new Secret(secret ?? Samples[vendor].Secret), vendor == "box" ? new DateTimeOffset(2020, 1, 1, 7, 0, 0, TimeSpan.Zero) : Now);

    private static void Refuses(string vendor, InboundRequest request, string? secret = null) =>
        Assert.Equal("signature", Assert.IsType<InboundVerdict.Rejected>(Receive(vendor, request, secret)).Reason);

    private static ProviderFile FileOf(string vendor) => Files.GetOrAdd(vendor, Read);

    private static ProviderFile Read(string vendor)
    {
        var file = ProviderFile.Read(File.ReadAllBytes(Path.Combine(Repository.Root(), Folder, $"{vendor}.provider.json")), out var problems);
        Assert.Empty(problems);
        return file!;
    }

    /// <param name="Secret">As a person enters it.</param>
    /// <param name="Body">Word for word.</param>
    /// <param name="Header">That carries the signature; null where the body repeats the secret.</param>
    /// <param name="Signature">Computed elsewhere.</param>
    /// <param name="Form">How the header holds it.</param>
    /// <param name="Touched">What the event is about.</param>
    /// <param name="Headers">The others.</param>
    /// <param name="Url">Where the address is signed.</param>
    private sealed record Sample(string Secret, string Body, string? Header, string? Signature, string Form, string Touched, (string Name, string Value)[] Headers, string? Url)
    {
        public InboundRequest Request(string? signature = null)
        {
            var headers = Headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.OrdinalIgnoreCase);
            if (Header is not null)
            {
                headers[Header] = Form.Replace("{0}", signature ?? Signature, StringComparison.Ordinal);
            }

            return new InboundRequest("POST", headers, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["key"] = "k" }, Encoding.UTF8.GetBytes(Body)) { Url = Url };
        }
    }
}
