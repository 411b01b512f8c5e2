using Integrations.Core.Mail;
using Integrations.Primitives;
using Integrations.Tests.Identity;
using Integrations.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Integrations.Tests.Mail;

/// <summary>The core hub with sign-in and mail, and a server on this machine to send to.</summary>
internal static class MailHub
{
    public static Task<CoreHub> StartAsync(int port, Action<MailOptions>? set = null, bool? onPostgres = null, LogCapture? logs = null)
    {
        if (onPostgres == true)
        {
            PostgresServer.SkipWhereThereIsNone();
        }

        return AccessHub.StartAsync(
            services =>
            {
                services.Configure<MailOptions>(mail =>
                {
                    (mail.Host, mail.Port, mail.Security, mail.From, mail.FromName) = ("127.0.0.1", port, MailSecurity.None, "hub@example.test", "The hub");
                    set?.Invoke(mail);
                });
                if (logs is not null)
                {
                    services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs));
                }
            },
            onPostgres);
    }

    public static Letter ALetter(string name = "Acme", DateTimeOffset? until = null) => new("test.kind", "test:1", MailTexts.Line("Your account at {0}", name), [MailTexts.Line("The reason: {0}", name)])
    {
        Button = MailTexts.Line("Connect again"),
        Path = new Secret("/integrations/1?reconnect=1&a=b"),
        Reason = MailTexts.Line("You asked for it on the doctor's page."),
        UsefulUntil = until,
    };

    public static MailRecipient To(this CoreHub hub, string name = "Ada", string language = "en", string address = "ada@ours.test") =>
        new(hub.Admin.OrganizationId!.Value, hub.Admin.UserId, address, name, language);

    /// <summary>Writes a message as a feature would.</summary>
    public static async Task<OutgoingMail?> WriteAsync(this CoreHub hub, MailRecipient to, Letter? letter = null) => await hub.WithDatabaseAsync(async db =>
    {
        var mail = hub.Get<MailOutbox>().Add(db, to, letter ?? ALetter());
        await db.SaveChangesAsync();
        return mail;
    });

    public static Task SendAsync(this CoreHub hub) => hub.Get<MailWork>().RunOnceAsync(CancellationToken.None);

    public static Task<List<OutgoingMail>> MailsAsync(this CoreHub hub) => hub.WithDatabaseAsync(db => db.OutgoingMails.AsNoTracking().OrderBy(m => m.CreatedAt).ThenBy(m => m.Id).ToListAsync());
}
