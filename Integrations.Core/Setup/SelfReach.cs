using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Integrations.Primitives;
using Microsoft.AspNetCore.DataProtection;
using static Integrations.Primitives.TranslatableText;

namespace Integrations.Core.Setup;

/// <summary>
/// Asks the hub's own public address, from this machine through whatever proxy is before it, and recognizes itself by a ticket of
/// its key ring: another node answers as well, another hub does not.
/// </summary>
public sealed class SelfReach(PublicOrigin origin, IDataProtectionProvider protection)
{
    /// <summary>The route that recognizes the hub by its ticket.</summary>
    public const string Path = "/health/self";

    private const string Word = "self";
    private const int LongestTicket = 2_000;
    private const int LongestAnswer = 8 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TicketLifetime = TimeSpan.FromMinutes(1);

    private readonly ITimeLimitedDataProtector _tickets = protection.CreateProtector("Integrations.SelfReach.v1").ToTimeLimitedDataProtector();

    /// <summary>Whether a request is one of the hub's own, so that no stranger learns how requests arrive.</summary>
    public bool IsOurs(string? ticket)
    {
        try
        {
            return ticket is { Length: > 0 and < LongestTicket } && _tickets.Unprotect(ticket) == Word;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>Asks the configured public address; call it only where one is known.</summary>
    public async Task<SelfReached> AskAsync(CancellationToken cancellationToken)
    {
        (DateTimeOffset Ends, TranslatableText? Problem)? certificate = null;
        // The operator's own address, given in the settings alone; the egress rules are for addresses that others give.
        using var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = Patience,
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, shown, _, errors) =>
                {
                    if (shown is X509Certificate2 read)
                    {
                        certificate = (new DateTimeOffset(read.NotAfter.ToUniversalTime()), errors == SslPolicyErrors.None ? null : InWords(errors));
                    }

                    return errors == SslPolicyErrors.None;
                },
            },
        };
        using var client = new HttpClient(handler) { Timeout = Patience };
        SelfReached Ended(SelfView? view, TranslatableText? problem) => new(view, problem, certificate?.Ends, certificate?.Problem);
        try
        {
            var ticket = Uri.EscapeDataString(_tickets.Protect(Word, TicketLifetime));
            using var answer = await client.GetAsync(new Uri(origin.Value, $"{Path}?ticket={ticket}"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                return Ended(null, Say("something answers with {0} that is not this hub, or refuses before it", (int)answer.StatusCode));
            }

            // Whatever stands there may send more than an answer of ours has.
            await answer.Content.LoadIntoBufferAsync(LongestAnswer, cancellationToken);
            return await answer.Content.ReadFromJsonAsync<SelfView>(cancellationToken) is { Scheme: not null, Disbelieved: not null } view
                    ? Ended(view, null)
                    : Ended(null, Say("something answers that is not this hub"));
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return Ended(null, Say("something answers that is not this hub"));
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            return Ended(null, Say("something answers that is not this hub"));
        }
        catch (HttpRequestException exception)
        {
            return Ended(null, exception.InnerException is AuthenticationException
                ? Say("its certificate is not trusted on this machine ({0})", certificate?.Problem ?? Say("the handshake failed"))
                : Say("it could not be reached ({0})", exception.HttpRequestError));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Ended(null, Say("nothing answered within {0:0} seconds", Patience.TotalSeconds));
        }
    }

    private static TranslatableText InWords(SslPolicyErrors errors) =>
        errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? Say("it is for another name")
        : errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? Say("its issuer is unknown here, or it is out of date")
        : Say("none was shown");
}
