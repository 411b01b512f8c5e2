namespace Integrations.Web.Hosting.Limits;

internal sealed record RateClassMetadata(RateClass Class);
