using System.Net.Sockets;
using Integrations.Primitives;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Integrations.Core.Mail;

/// <summary>
/// Speaks SMTP with the one server that the operator named, by MailKit. Every conversation is one message, and has one deadline: a
/// server that accepts and says nothing costs a place for that long, and never a page.
/// </summary>
public sealed class SmtpSender(IOptions<MailOptions> options, TimeProvider clock)
{
    private const int FirstOfRefusals = 500;

    /// <summary>As they were at the start; they do not change while the program runs.</summary>
    public MailOptions Settings => options.Value;

    /// <returns>Null when the server took it; <c>VendorRefused</c> when it never will.</returns>
    internal Task<Failure?> SendAsync(MimeMessage message, CancellationToken cancellationToken) => TalkAsync((client, ct) => client.SendAsync(message, ct), cancellationToken);

    /// <summary>Connects, greets and signs in, and sends nothing.</summary>
    /// <returns>Null when all of it went well.</returns>
    public Task<Failure?> CheckAsync(CancellationToken cancellationToken) => TalkAsync((client, ct) => client.NoOpAsync(ct), cancellationToken);

    private async Task<Failure?> TalkAsync(Func<SmtpClient, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        using var patience = new CancellationTokenSource(settings.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        // Where the hub stands alone, revocation lists cannot be fetched; chain and name are checked all the same.
        using var client = new SmtpClient { Timeout = (int)settings.Timeout.TotalMilliseconds, CheckCertificateRevocation = false };
        try
        {
            if (await OpenAsync(client, settings, either.Token) is { } refused)
            {
                return refused;
            }

            await work(client, either.Token);
            await EndAsync(client, either.Token);
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return MailFailures.TooLong(settings.Timeout);
        }
        catch (TimeoutException)
        {
            return MailFailures.TooLong(settings.Timeout);
        }
        catch (SmtpCommandException refused)
        {
            var status = (int)refused.StatusCode;
            return status >= FirstOfRefusals ? MailFailures.Refused(status, refused.Message) : MailFailures.PutOff(status, refused.Message);
        }
        catch (NotSupportedException unsupported)
        {
            // An address beyond ASCII, and a server that takes none.
            return MailFailures.Refused((int)SmtpStatusCode.MailboxNameNotAllowed, unsupported.Message);
        }
        catch (Exception unreachable) when (unreachable is IOException or SocketException or ProtocolException or ServiceNotConnectedException)
        {
            return MailFailures.Unreachable(unreachable.Message);
        }
    }

    private static async Task<Failure?> OpenAsync(SmtpClient client, MailOptions settings, CancellationToken cancellationToken)
    {
        try
        {
            await client.ConnectAsync(settings.Host!.Trim(), settings.Port, Security(settings.Security), cancellationToken);
        }
        catch (NotSupportedException)
        {
            return MailFailures.NoTls;
        }
        catch (SslHandshakeException handshake)
        {
            return MailFailures.BadCertificate(handshake.InnerException?.Message ?? handshake.Message);
        }

        if (string.IsNullOrEmpty(settings.UserName))
        {
            return null;
        }

        try
        {
            await client.AuthenticateAsync(settings.UserName, settings.Password ?? "", cancellationToken);
            return null;
        }
        catch (NotSupportedException)
        {
            return MailFailures.NoSignIn;
        }
        catch (AuthenticationException refused)
        {
            return MailFailures.SignInRefused(refused.InnerException?.Message ?? refused.Message);
        }
    }

    /// <summary>The message is the server's already: a goodbye that fails changes nothing, and repeating it would send it twice.</summary>
    private static async Task EndAsync(SmtpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.DisconnectAsync(quit: true, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ProtocolException or CommandException or OperationCanceledException or TimeoutException)
        {
            // Gone without a word.
        }
    }

    private static SecureSocketOptions Security(MailSecurity security) => security switch
    {
        MailSecurity.None => SecureSocketOptions.None,
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };
}
