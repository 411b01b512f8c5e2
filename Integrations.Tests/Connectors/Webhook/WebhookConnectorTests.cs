using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;
using Integrations.Primitives;
using Microsoft.AspNetCore.Http;

namespace Integrations.Tests.Connectors.Webhook;

public sealed class WebhookConnectorTests
{
    [Fact, Proves("W1")]
    public async Task Send_IsSignedOverTheVeryBytes_AsStandardWebhooksWants()
    {
        await using var bench = await ReceiverBench.StartAsync();
        var key = RandomNumberGenerator.GetBytes(32);
        using var session = bench.Session(secrets: ("secret", "whsec_" + Convert.ToBase64String(key)));

        var outcome = await SendAsync(bench, session, """{"event":"lead.created","data":{"name":"Grüße","n":1}}""");

        var (headers, body) = Assert.Single(bench.Received);
        var signed = Encoding.UTF8.GetBytes($"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.").Concat(body).ToArray();
        Assert.Equal("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)), headers["webhook-signature"]);
        Assert.DoesNotContain('.', headers["webhook-id"]);
        var sent = JsonElement.Parse(body);
        Assert.Equal(("lead.created", "Grüße"), (sent.GetProperty("event").GetString(), sent.GetProperty("data").GetProperty("name").GetString()));
        Assert.Equal((headers["webhook-id"], 200, true), ((string?)outcome.Value.Output["messageId"], (int)outcome.Value.Output["status"]!, (bool)outcome.Value.Output["response"]!["ok"]!));
    }

    [Fact]
    public async Task Send_WithoutSecret_IsUnsigned_AndCarriesTheCallersHeaders()
    {
        await using var bench = await ReceiverBench.StartAsync();
        using var session = bench.Session(secrets: ("headers", """{"Authorization":"Bearer abc","X-Team":"sales"}"""));

        Assert.Null((await SendAsync(bench, session, """{"data":{}}""")).Failure);

        var (headers, body) = Assert.Single(bench.Received);
        Assert.Equal(("Bearer abc", "sales"), (headers["Authorization"], headers["X-Team"]));
        Assert.DoesNotContain("webhook-signature", headers.Keys);
        Assert.Equal("message", JsonElement.Parse(body).GetProperty("event").GetString());
    }

    [Theory]
    [InlineData(200, null)]
    [InlineData(204, null)]
    [InlineData(302, "webhook.redirected")]
    [InlineData(401, "vendor.unauthorized")]
    [InlineData(410, "vendor.not_found")]
    [InlineData(500, "vendor.unavailable")]
    public async Task Test_AsksTheReceiver_AndTakesItsWord(int status, string? code)
    {
        await using var bench = await ReceiverBench.StartAsync();
        bench.Answer = http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        };
        using var session = bench.Session();

        Assert.Equal(code, (await bench.Connector.TestAsync(session, CancellationToken.None)).Failure?.Code);
        Assert.Equal("ping", JsonElement.Parse(Assert.Single(bench.Received).Body).GetProperty("event").GetString());
    }

    [Fact]
    public async Task Account_IsTheHost_AndNothingIsSentForIt()
    {
        await using var bench = await ReceiverBench.StartAsync();
        using var session = bench.Session("https://hooks.acme.test/a/secret-path");
        using var other = bench.Session("https://hooks.acme.test/b");

        var account = (await bench.Connector.GetAccountAsync(session, CancellationToken.None)).Value;

        Assert.Equal("hooks.acme.test", account.Name);
        Assert.DoesNotContain("secret-path", account.Id, StringComparison.Ordinal);
        Assert.NotEqual(account.Id, (await bench.Connector.GetAccountAsync(other, CancellationToken.None)).Value.Id);
        Assert.Empty(bench.Received);
    }

    [Fact, Proves("I10")]
    public async Task Send_ToTheSandboxesOwnOrigin_IsBlocked_ThoughVendorsMayGoThere()
    {
        await using var bench = await ReceiverBench.StartAsync(opened: false);
        using var session = bench.Session();

        Assert.Equal("vendor.unreachable", (await SendAsync(bench, session, """{"data":{}}""")).Failure?.Code);
        Assert.Empty(bench.Received);
    }

    [Fact, Proves("I12")]
    public async Task BlockedClosedAndUnknown_LookAlike()
    {
        await using var bench = await ReceiverBench.StartAsync(opened: false);
        await using var open = await ReceiverBench.StartAsync();
        using var blocked = bench.Session();
        using var metadata = bench.Session("https://169.254.169.254/latest/meta-data");
        using var unknown = bench.Session("https://nowhere.invalid.test/");
        using var closed = open.Session("http://127.0.0.1:1/");

        var failures = new List<string?>();
        foreach (var session in new[] { blocked, metadata, unknown, closed })
        {
            failures.Add((await SendAsync(bench, session, """{"data":{}}""")).Failure?.Message);
        }

        Assert.NotNull(Assert.Single(failures.Distinct(StringComparer.Ordinal)));
    }

    [Fact, Proves("I7")]
    public async Task Send_NameThatResolvesInside_IsBlocked_AlsoWhenOnlyOneAddressIs()
    {
        await using var bench = await ReceiverBench.StartAsync(opened: false, new Names(IPAddress.Parse("93.184.215.14"), IPAddress.Loopback));
        using var session = bench.Session($"https://rebound.example:{bench.Address.Port}/");

        Assert.Equal("vendor.unreachable", (await SendAsync(bench, session, """{"data":{}}""")).Failure?.Code);
        Assert.Empty(bench.Received);
    }

    [Fact, Proves("I9")]
    public async Task Send_RedirectsAreNotFollowed()
    {
        await using var bench = await ReceiverBench.StartAsync();
        bench.Answer = http =>
        {
            http.Response.Redirect("/next", permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };
        using var session = bench.Session();

        Assert.Equal("webhook.redirected", (await SendAsync(bench, session, """{"data":{}}""")).Failure?.Code);
        Assert.Single(bench.Received);
    }

    [Fact, Proves("I11")]
    public async Task Send_LongAnswer_IsCut()
    {
        await using var bench = await ReceiverBench.StartAsync();
        bench.Answer = http => http.Response.WriteAsync(new string('x', 5_000_000));
        using var session = bench.Session();

        var outcome = await SendAsync(bench, session, """{"data":{}}""");

        Assert.InRange(((string)outcome.Value.Output["response"]!).Length, 16_000, 17_000);
    }

    [Fact, Proves("I11")]
    public async Task Send_EndlessDrip_EndsAtTheDeadline()
    {
        await using var bench = await ReceiverBench.StartAsync(deadline: TimeSpan.FromSeconds(3));
        var released = new TaskCompletionSource();
        bench.Answer = async http =>
        {
            await http.Response.WriteAsync("{");
            await http.Response.Body.FlushAsync();
            await released.Task;
        };
        using var session = bench.Session();

        Assert.Equal("vendor.timeout", (await SendAsync(bench, session, """{"data":{}}""")).Failure?.Code);
        released.SetResult();
    }

    [Theory, Proves("I13")]
    [InlineData("Host")]
    [InlineData("host")]
    [InlineData("Content-Type")]
    [InlineData("Content-Length")]
    [InlineData("Connection")]
    [InlineData("Transfer-Encoding")]
    [InlineData("Cookie")]
    [InlineData("webhook-id")]
    [InlineData("Webhook-Signature")]
    [InlineData("Proxy-Authorization")]
    [InlineData("X Bad")]
    [InlineData("X-Bad\r\nHost")]
    [InlineData("X:Bad")]
    [InlineData("")]
    [InlineData("Grüße")]
    public void Headers_OursAndMalformedOnes_AreRefused(string name) =>
        Assert.NotNull(CallerHeaders.Check(new Dictionary<string, string>(StringComparer.Ordinal) { [name] = "x" }));

    [Theory, Proves("I13")]
    [InlineData("a\r\nHost: b")]
    [InlineData("a\nb")]
    [InlineData("a\0b")]
    [InlineData(" a")]
    [InlineData("ü")]
    public void Headers_ControlCharactersInValues_AreRefused(string value) =>
        Assert.NotNull(CallerHeaders.Check(new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Team"] = value }));

    [Fact, Proves("I13")]
    public void Headers_AtMostTwenty_EachNameOnce()
    {
        Dictionary<string, string> Many(int count) => Enumerable.Range(0, count).ToDictionary(i => $"X-H{i}", _ => "v", StringComparer.Ordinal);

        Assert.Null(CallerHeaders.Check(Many(20)));
        Assert.NotNull(CallerHeaders.Check(Many(21)));
        Assert.NotNull(CallerHeaders.Check(new Dictionary<string, string>(StringComparer.Ordinal) { ["X-A"] = "1", ["x-a"] = "2" }));
    }

    [Theory]
    [InlineData("url", "ftp://acme.test")]
    [InlineData("url", "https://user:pw@acme.test/")]
    [InlineData("headers", "[1]")]
    [InlineData("headers", "not json")]
    [InlineData("headers", """{"X-A":1}""")]
    [InlineData("headers", """{"Host":"x"}""")]
    [InlineData("secret", "short")]
    [InlineData("secret", "whsec_***not base64***")]
    public void Normalize_WrongField_IsNamed(string field, string value)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["url"] = "https://acme.test/hook", [field] = value };

        var failure = ((IConnector)new Integrations.Connectors.Vendors.Webhook.WebhookConnector()).Normalize("custom", fields).Failure;

        Assert.Contains(field, failure!.Fields!.Keys);
    }

    [Fact, Proves("W3")]
    public void Normalize_TwelveCharacters_AreEnough()
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["url"] = "https://acme.test/hook?a=b#c", ["secret"] = "my_secret_ke", ["headers"] = """{ "X-A" : "b" }""" };

        var clean = ((IConnector)new Integrations.Connectors.Vendors.Webhook.WebhookConnector()).Normalize("custom", fields).Value;

        Assert.Equal(("https://acme.test/hook?a=b", """{"X-A":"b"}"""), (clean["url"], clean["headers"]));
    }

    private static Task<Result<ActionOutcome>> SendAsync(ReceiverBench bench, VendorSession session, string parameters) =>
        bench.Connector.RunAsync(session, "send", JsonElement.Parse(parameters), CancellationToken.None);

    private sealed class Names(params IPAddress[] addresses) : INameResolver
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult(addresses);
    }
}
