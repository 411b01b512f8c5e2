using Integrations.Core.Storage;

namespace Integrations.Core.Mail;

/// <summary>For which organizations mail is sent: none goes out for one that is disabled (docs/security.md A9). Told by what knows them.</summary>
/// <param name="Working">Their ids, as a part of a query.</param>
public sealed record MailAudience(Func<IntegrationsDbContext, IQueryable<Guid>> Working);
