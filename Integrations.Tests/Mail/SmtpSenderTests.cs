using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Integrations.Core.Mail;
using Microsoft.Extensions.Options;

namespace Integrations.Tests.Mail;

/// <summary>Signing in at a mail server, and TLS with one that no one vouches for.</summary>
public sealed class SmtpSenderTests : IAsyncLifetime
{
    private const string Password = "canary-of-the-password";

    private readonly ScriptedSmtp _server = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task SignIn_ThatIsTaken_IsGood()
    {
        _server.Answer = Offering("235 2.7.0 welcome");

        Assert.Null(await CheckAsync(MailSecurity.None));
        Assert.Contains(_server.Said, line => line == $"AUTH PLAIN {Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0hub\0{Password}"))}");
    }

    [Fact]
    public async Task SignIn_ThatIsRefused_IsTold_WithTheServersWords_AndWithoutThePassword()
    {
        _server.Answer = Offering("535 5.7.8 bad credentials");

        var failure = (await CheckAsync(MailSecurity.None))!;

        Assert.Equal("mail.sign_in_refused", failure.Code);
        Assert.Contains("bad credentials", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_ThatIsNotOffered_IsTold() => Assert.Equal("mail.no_sign_in", (await CheckAsync(MailSecurity.None))!.Code);

    [Fact]
    public async Task Certificate_ThatNobodyVouchesFor_GetsNeitherPasswordNorMail()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        _server.Certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

        Assert.Equal("mail.certificate", (await CheckAsync(MailSecurity.Tls))!.Code);
        Assert.Empty(_server.Said);
    }

    [Fact]
    public async Task ServerThatIsNotThere_IsTold()
    {
        await _server.DisposeAsync();

        Assert.Equal("mail.unreachable", (await CheckAsync(MailSecurity.None))!.Code);
    }

    private static Func<string, string?> Offering(string answer) => line =>
        line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-scripted\r\n250 AUTH PLAIN" : line.StartsWith("AUTH", StringComparison.Ordinal) ? answer : null;

    private Task<Integrations.Primitives.Failure?> CheckAsync(MailSecurity security) =>
        new SmtpSender(Options.Create(new MailOptions { Host = "127.0.0.1", Port = _server.Port, Security = security, UserName = "hub", Password = Password, From = "hub@example.test" }), TimeProvider.System)
            .CheckAsync(CancellationToken.None);
}
