namespace Integrations.Web.Api.Documents;

/// <summary>A body that callers send. The description requires of it what is named here; of answers it requires what is never absent.</summary>
/// <param name="demanded">Properties without which the request is refused.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class ApiRequestAttribute(params string[] demanded) : Attribute
{
    public IReadOnlyList<string> Demanded => demanded;
}
