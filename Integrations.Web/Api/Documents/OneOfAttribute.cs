namespace Integrations.Web.Api.Documents;

/// <summary>The texts that a member can have, or each item of a list.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute(params string[] values) : Attribute
{
    public IReadOnlyList<string> Values => values;
}
