
namespace Integrations.Core.Notices;

/// <summary>How one kind of notice reaches a person.</summary>
public sealed record NoticeWay(NoticeKind Kind, bool InApp, bool ByMail);
