using Integrations.Core.Instances;

namespace Integrations.Web.Api.Platform;

internal sealed record BatchTargets(IReadOnlyList<Guid> Ids, InstanceFilter? Filter);
