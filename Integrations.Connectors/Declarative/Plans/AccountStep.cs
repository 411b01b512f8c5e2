using Integrations.Connectors.Declarative.Templates;

namespace Integrations.Connectors.Declarative.Plans;

/// <param name="Fields"><c>id</c>, <c>name</c>, <c>email</c>, <c>username</c>, <c>avatarUrl</c>, <c>workspace</c>.</param>
/// <param name="Facts">What the session carries from then on.</param>
internal sealed record AccountStep(RequestPlan Request, IReadOnlyDictionary<string, MappedValue> Fields, IReadOnlyDictionary<string, MappedValue> Facts);
