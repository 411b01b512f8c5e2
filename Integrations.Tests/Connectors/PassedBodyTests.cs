using System.Net;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Http;
using Integrations.Connectors.Manifest;
using Integrations.Primitives;

namespace Integrations.Tests.Connectors;

/// <summary>A body that goes by once: what becomes of it when it is too long, or the credential has to be renewed.</summary>
public sealed class PassedBodyTests
{
    private const string Address = "https://api.vendor.test/things";

    [Fact]
    public async Task Body_OverItsLimit_IsItsOwnFault()
    {
        using var body = new PassedBody(new MemoryStream(new byte[200_000]), told: null, limit: 100_000);

        await Assert.ThrowsAnyAsync<Exception>(() => body.CopyToAsync(Stream.Null));

        Assert.IsType<BodyTooLargeException>(body.Fault);
    }

    [Fact]
    public async Task Body_ThatBreaksOff_IsItsOwnFault_AndAVendorThatDoesIsNot()
    {
        using var broken = new PassedBody(new Broken(), told: null, limit: 100_000);
        using var whole = new PassedBody(new MemoryStream([1]), told: 1, limit: 100_000);

        await Assert.ThrowsAnyAsync<Exception>(() => broken.CopyToAsync(Stream.Null));
        await Assert.ThrowsAnyAsync<Exception>(() => whole.CopyToAsync(new Broken()));

        Assert.IsType<IOException>(broken.Fault);
        Assert.Null(whole.Fault);
        Assert.Equal(1, whole.Headers.ContentLength);
    }

    [Fact]
    public async Task CredentialRenewedAfterTheBodyWentBy_AsksForTheCallAgain_AndWithoutABodyRepeatsIt()
    {
        var vendor = new Vendor();
        using var client = Client(vendor);
        using var body = new HttpRequestMessage(HttpMethod.Post, Address) { Content = new PassedBody(new MemoryStream([1, 2, 3]), told: 3, limit: 100) };

        var thrown = await Assert.ThrowsAsync<VendorFailureException>(() => client.SendAsync(body));
        using var read = await Client(vendor).GetAsync(new Uri(Address));

        Assert.Equal(("proxy.send_again", FailureKind.Unavailable), (thrown.Failure.Code, thrown.Failure.Kind));
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(["POST Bearer old", "GET Bearer old", "GET Bearer new"], vendor.Calls);
    }

    private static HttpClient Client(Vendor vendor)
    {
        var hosts = new HashSet<string>(["api.vendor.test"], StringComparer.Ordinal);
        var handler = new CredentialHandler(new Connector(), Credential("old"), hosts, new VendorRoute(new VendorHttpOptions(), null), (_, _) => Task.FromResult<VendorCredential?>(Credential("new")))
        {
            InnerHandler = vendor,
        };
        return new HttpClient(handler);
    }

    private static VendorCredential Credential(string token) => new(AuthKinds.OAuth2, new Dictionary<string, string>(StringComparer.Ordinal) { [VendorCredential.AccessToken] = token });

    private sealed class Connector : IConnector
    {
        public string Provider => "vendor";

        public Task<Result<VendorAccount>> GetAccountAsync(VendorSession session, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class Vendor : HttpMessageHandler
    {
        public List<string> Calls { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Calls.Add($"{request.Method} {request.Headers.Authorization}");
            await (request.Content?.CopyToAsync(Stream.Null, cancellationToken) ?? Task.CompletedTask);
            return new HttpResponseMessage(request.Headers.Authorization!.Parameter == "new" ? HttpStatusCode.OK : HttpStatusCode.Unauthorized);
        }
    }

    private sealed class Broken : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("broken");

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("broken");
    }
}
