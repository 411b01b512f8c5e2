using Integrations.Primitives;

namespace Integrations.Core.Templates;

internal static class TemplateFailures
{
    public static Failure NotFound { get; } = Failure.NotFound("template.not_found", "Template not found");

    public static Failure OneOwn { get; } = Failure.Invalid("template.own_integration", "Only integrations of the organization can become templates; this one is a person's own.");

    public static Failure TooMany { get; } = Failure.Conflict(
        "template.too_many", $"An organization can have {IntegrationTemplate.MostOfThem} templates. Delete one that is not used any more.");

    public static Failure NameTaken(string name) => Failure.Conflict("template.name_taken", $"A template named '{name}' already exists. Choose another name.");
}
