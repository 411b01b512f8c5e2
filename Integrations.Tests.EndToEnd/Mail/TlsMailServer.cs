using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Integrations.Testing;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Integrations.Tests.EndToEnd.Mail;

/// <summary>A mail server that was written elsewhere (SmtpServer), with a certificate of an authority of its own; it takes nothing without TLS and a password.</summary>
internal sealed class TlsMailServer : IAsyncDisposable
{
    public const string User = "hub";
    public const string Password = "the-password-of-the-server";

    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2 _certificate;
    private readonly Task _running;

    /// <param name="folder">Where the authority's certificate goes.</param>
    /// <param name="isSecure">TLS from the first byte; else by STARTTLS.</param>
    public TlsMailServer(string folder, bool isSecure)
    {
        AuthorityFile = Path.Combine(folder, "authority.pem");
        _certificate = Certificate(AuthorityFile);
        Port = LoopbackPorts.Free();
        var options = new SmtpServerOptionsBuilder().ServerName("localhost")
            .Endpoint(endpoint => endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port)).IsSecure(isSecure).Certificate(_certificate).AuthenticationRequired().AllowUnsecureAuthentication(false))
            .Build();
        var services = new SmtpServer.ComponentModel.ServiceProvider();
        services.Add(new Store(Messages));
        services.Add(new Door(Tried));
        _running = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
    }

    public int Port { get; }

    public string AuthorityFile { get; }

    public ConcurrentQueue<string> Messages { get; } = [];

    /// <summary>Names and passwords that were given.</summary>
    public ConcurrentQueue<(string User, string Password)> Tried { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
        _certificate.Dispose();
    }

    private static X509Certificate2 Certificate(string authorityFile)
    {
        var now = DateTimeOffset.UtcNow;
        using var authorityKey = RSA.Create(2_048);
        var authorityRequest = new CertificateRequest("CN=An authority of the tests", authorityKey, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var authority = authorityRequest.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        File.WriteAllText(authorityFile, authority.ExportCertificatePem());

        using var key = RSA.Create(2_048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var bare = request.Create(authority, now.AddDays(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
        using var withKey = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }

    private sealed class Store(ConcurrentQueue<string> messages) : MessageStore
    {
        public override Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            messages.Enqueue(Encoding.UTF8.GetString(buffer.ToArray()));
            return Task.FromResult(SmtpResponse.Ok);
        }
    }

    private sealed class Door(ConcurrentQueue<(string User, string Password)> tried) : UserAuthenticator
    {
        public override Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken)
        {
            tried.Enqueue((user, password));
            return Task.FromResult((user, password) == (User, Password));
        }
    }
}
