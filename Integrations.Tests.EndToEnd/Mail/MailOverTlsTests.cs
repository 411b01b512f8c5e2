using Integrations.Core.Mail;
using Integrations.Primitives;
using Integrations.Testing;
using Integrations.Tests.Infrastructure;
using Integrations.Tests.Mail;
using Microsoft.EntityFrameworkCore;

namespace Integrations.Tests.EndToEnd.Mail;

/// <summary>The program hands mail to a server over TLS, where it trusts its certificate and nowhere else.</summary>
public sealed class MailOverTlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hub-mail-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory, InlineData(MailSecurity.StartTls), InlineData(MailSecurity.Tls)]
    public async Task Mail_GoesOverTls_WithTheServersPassword(MailSecurity security)
    {
        await using var server = new TlsMailServer(_folder, security == MailSecurity.Tls);
        await using var scene = await SceneAsync(server, security, trusts: true);
        using var web = await scene.StartAsync();

        await WriteAsync(scene);

        var message = await Eventually.ValueAsync(() => Task.FromResult(server.Messages.FirstOrDefault() ?? ""), said => said.Length > 0);
        Assert.Contains("To: Ada <ada@ours.test>", message, StringComparison.Ordinal);
        Assert.Equal((TlsMailServer.User, TlsMailServer.Password), Assert.Single(server.Tried));
    }

    [Theory, InlineData(MailSecurity.StartTls), InlineData(MailSecurity.Tls)]
    public async Task ServerWithAForeignCertificate_GetsNeitherPasswordNorMail(MailSecurity security)
    {
        await using var server = new TlsMailServer(_folder, security == MailSecurity.Tls);
        await using var scene = await SceneAsync(server, security, trusts: false);
        using var web = await scene.StartAsync();

        await WriteAsync(scene);

        var error = await Eventually.ValueAsync(() => ErrorAsync(scene), said => said is not null);
        Assert.Contains("certificate", error, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(server.Tried);
        Assert.Empty(server.Messages);
    }

    private static async Task<string?> ErrorAsync(WebScene scene)
    {
        await using var db = await scene.DatabaseAsync();
        return (await db.OutgoingMails.AsNoTracking().SingleAsync()).LastError;
    }

    private static async Task WriteAsync(WebScene scene)
    {
        await using var db = await scene.DatabaseAsync();
        var to = new MailRecipient(scene.Admin.OrganizationId!.Value, scene.Admin.UserId, "ada@ours.test", "Ada", "en");
        Assert.NotNull(scene.Get<MailOutbox>().Add(db, to, MailHub.ALetter()));
        await db.SaveChangesAsync();
    }

    private static async Task<WebScene> SceneAsync(TlsMailServer server, MailSecurity security, bool trusts)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Mail__Host"] = "localhost",
            ["Mail__Port"] = server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["Mail__Security"] = security.ToString(),
            ["Mail__UserName"] = TlsMailServer.User,
            ["Mail__Password"] = TlsMailServer.Password,
            ["Mail__From"] = "hub@example.test",
            ["Hub__PublicOrigin"] = "https://hub.example.test",
        };
        if (trusts)
        {
            // How OpenSSL is told of an operator's own authority.
            settings["SSL_CERT_FILE"] = server.AuthorityFile;
        }

        var scene = await WebScene.CreateAsync(RunDatabases.Sqlite(), people: 1, integrations: 0, settings);
        scene.Get<PublicOrigin>().Set(new Uri(settings["Hub__PublicOrigin"]));
        return scene;
    }
}
