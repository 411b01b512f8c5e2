using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Integrations.Connectors.Contracts;
using Integrations.Connectors.Entities;
using Integrations.Connectors.Http;
using Integrations.Primitives;

namespace Integrations.Connectors.Vendors.Zapier;

/// <summary>
/// Stands between the MCP library and the session: the library's exceptions hide headers and causes, so what went wrong
/// is kept here, and so is each result as it came. Calls that only read are marked as repeatable.
/// </summary>
internal sealed class ZapierWire(HttpMessageHandler session, string vendor) : DelegatingHandler(session)
{
    private const string Initialize = "initialize";
    private const string SessionHeader = "Mcp-Session-Id";
    private const string NameHeader = "Mcp-Name";

    private static readonly string[] Reads = ["server/discover", "tools/list", "ping"];

    /// <summary>The last answer that was not a success; null while all went well.</summary>
    public VendorResponse? Refused { get; private set; }

    /// <summary>Why the last call got no answer.</summary>
    public Exception? Broken { get; private set; }

    /// <summary>The result of the last call as it came: the library's types leave out what they do not know, or throw.</summary>
    public JsonElement? Result { get; private set; }

    /// <summary>The server no longer knows the session of the last call, so it did nothing with it.</summary>
    public bool IsSessionLost { get; private set; }

    /// <summary>SHA-256 of the credential that was used: it names the connection, since Zapier does not name its owner.</summary>
    public string? Fingerprint { get; private set; }

    /// <summary>Whom the credential names, where it names anyone; null otherwise.</summary>
    public string? Subject { get; private set; }

    /// <summary>The method of the last call.</summary>
    private string? Method { get; set; }

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

        EncodeName(request);
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            // The pipeline below has put the credential on this very request: a header, or the path of an older address.
            Fingerprint ??= Hash(request.Headers.Authorization?.Parameter ?? request.RequestUri!.AbsolutePath);
            Subject ??= ZapierIdentity.SubjectOf(request.Headers.Authorization?.Parameter);
            (Broken, Refused, Result, IsSessionLost) = (null, null, null, false);
            if (request.Method == HttpMethod.Delete)
            {
                // The end of a session: no call waits for its answer.
                return response;
            }

            Method = await ZapierMessages.MethodAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
            {
                // Buffered below: the library can still read it.
                Refused = VendorResponse.From(response, await response.Content.ReadAsByteArrayAsync(cancellationToken));
                IsSessionLost = request.Headers.Contains(SessionHeader) && Method != Initialize && SaysSessionIsLost(Refused);
                return response;
            }

            var (waits, answer) = await ZapierMessages.AnswerAsync(request, response, cancellationToken);
            if (waits && answer is null)
            {
                // The library would wait for the rest of an answer that is already complete.
                throw new VendorFailureException(VendorFailures.Unreadable(vendor, response.Content.Headers.ContentType?.MediaType, (int)response.StatusCode));
            }

            Result = answer?.Member("result");
            return response;
        }
        catch (Exception exception)
        {
            (Broken, Result) = (exception, null);
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
            // Zapier answers 404, not 401, for a token that lapsed or was rotated. Behind the first call a 404 speaks of something else.
            { Status: HttpStatusCode.NotFound } when Method == Initialize => VendorFailures.CredentialRefused(session.VendorName, "this connection token is no longer valid", 404),
            var refused => session.Check(refused),
        };
    }

    /// <summary>
    /// By the specification a server that lost a session answers 404. The reference server (server-everything 2026.8.31, tried
    /// 2026-11-28) answers 400 with "No valid session ID provided".
    /// </summary>
    private static bool SaysSessionIsLost(VendorResponse refused) =>
        refused.Status == HttpStatusCode.NotFound
        || (refused.Status == HttpStatusCode.BadRequest && refused.Text.Contains("session", StringComparison.OrdinalIgnoreCase));

    /// <summary>Headers are ASCII: the protocol has other names of tools written as <c>=?base64?…?=</c>.</summary>
    private static void EncodeName(HttpRequestMessage request)
    {
        if (request.Headers.NonValidated.TryGetValues(NameHeader, out var values) && values.ToString() is var name && name.Any(c => c is < ' ' or > '~'))
        {
            request.Headers.Remove(NameHeader);
            request.Headers.TryAddWithoutValidation(NameHeader, $"=?base64?{Convert.ToBase64String(Encoding.UTF8.GetBytes(name))}?=");
        }
    }

    private static string Hash(string credential) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(credential)))[..32];
}
