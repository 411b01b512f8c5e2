using System.Net;
using System.Security.Cryptography;
using System.Text;
using Integrations.Core.Common;
using Integrations.Core.Connectors.Http;

namespace Integrations.Core.Connectors.Zapier;

/// <summary>
/// Stands between the MCP library and the session: the library's exceptions hide headers and causes, so what went wrong
/// is kept here. Calls that only read are marked as repeatable.
/// </summary>
internal sealed class ZapierWire(HttpMessageHandler session, string vendor) : DelegatingHandler(session)
{
    private static readonly string[] Reads = ["server/discover", "tools/list", "ping"];

    /// <summary>The last answer that was not a success; null while all went well.</summary>
    public VendorResponse? Refused { get; private set; }

    /// <summary>Why the last call got no answer.</summary>
    public Exception? Broken { get; private set; }

    /// <summary>SHA-256 of the credential that was used: it names the connection, since Zapier does not name its owner.</summary>
    public string? Fingerprint { get; private set; }

    /// <summary>Whom the credential names, where it names anybody; null otherwise.</summary>
    public string? Subject { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Headers.TryGetValues("Mcp-Method", out var method) && Reads.Contains(method.First(), StringComparer.Ordinal))
        {
            request.Repeatable();
        }
        else if (!await ZapierMessages.IsToolCallAsync(request, cancellationToken))
        {
            // Greetings and notices: an answer to them that is lost has done nothing.
            request.Options.Set(RequestKeys.ChangesNothingKey, true);
        }

        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            // The pipeline below has put the credential on this very request: a header, or the path of an older address.
            Fingerprint ??= Hash(request.Headers.Authorization?.Parameter ?? request.RequestUri!.AbsolutePath);
            Subject ??= ZapierIdentity.SubjectOf(request.Headers.Authorization?.Parameter);
            (Broken, Refused) = (null, null);
            if (!response.IsSuccessStatusCode)
            {
                // Buffered below: the library can still read it.
                Refused = VendorResponse.From(response, await response.Content.ReadAsByteArrayAsync(cancellationToken));
            }
            else if (!await ZapierMessages.AnswersAsync(request, response, cancellationToken))
            {
                // The library would wait for the rest of an answer that is already complete.
                throw new VendorFailureException(VendorFailures.Unreadable(vendor, response.Content.Headers.ContentType?.MediaType, (int)response.StatusCode));
            }

            return response;
        }
        catch (Exception exception)
        {
            Broken = exception;
            throw;
        }
    }

    /// <summary>What the last call failed of; null when it did not fail on the wire.</summary>
    public Failure? Failure(VendorSession session, CancellationToken cancellationToken)
    {
        if (Broken is not null)
        {
            return VendorFailures.FromException(session.VendorName, Broken, cancellationToken);
        }

        return Refused switch
        {
            null => null,
            // Zapier answers 404, not 401, for a token that lapsed or was rotated.
            { Status: HttpStatusCode.NotFound } => VendorFailures.CredentialRefused(session.VendorName, "this connection token is no longer valid", 404),
            var refused => session.Check(refused),
        };
    }

    private static string Hash(string credential) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(credential)))[..32];
}
