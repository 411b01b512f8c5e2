using Integrations.Core.Jobs.Retention;
using Integrations.Core.Storage.KeyRing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Integrations.Core.Mail;

internal static class MailRegistration
{
    /// <summary>Adds mail; it is off without <c>Mail:Host</c>. Which organizations work is told by a <see cref="MailAudience"/>.</summary>
    public static IServiceCollection AddMail(this IServiceCollection services, MailAudience audience)
    {
        services.AddOptions<MailOptions>().BindConfiguration(MailOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton<CredentialVault>();
        services.AddSingleton(audience);
        services.AddSingleton<MailOutbox>();
        services.AddSingleton<SmtpSender>();
        services.AddSingleton<MailWork>();
        services.AddHostedService(provider => provider.GetRequiredService<MailWork>());
        services.AddReencrypted<OutgoingMail>("mail", "body", nameof(OutgoingMail.Id), nameof(OutgoingMail.Ciphertext),
            db => db.OutgoingMails.Select(m => new ProtectedRow<Guid> { Id = m.Id, OrganizationId = m.OrganizationId, Ciphertext = m.Ciphertext }));
        services.AddRetention<OutgoingMail>("mails", nameof(RetentionOptions.MailDays), o => o.MailDays, (db, before) => db.OutgoingMails.Where(m => m.CreatedAt < before), rows => rows.OrderBy(row => row.CreatedAt));
        return services;
    }
}
