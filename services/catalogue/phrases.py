"""What the catalogue's refusals and doubts say, in Chinese and English."""

from services.chassis.refusal import Phrases

PHRASES: Phrases = {
    "edition-exists": ("年度目录“{id}”已经建立。", "The edition “{id}” exists already."),
    "edition-closed": (
        "“{title}”已发布，官方信息不再更改；可移出条目或另立新年度目录。",
        "“{title}” is published: its official facts stay. Withdraw an entry or open a new edition.",
    ),
    "edition-empty": ("“{title}”还没有条目，不能发布。", "“{title}” has no entry yet and cannot be published."),
    "renewal-open": (
        "换届未完：上一年度还有 {count} 个条目未决定保留或移出。",
        "The renewal is unfinished: {count} entries of the previous edition are undecided.",
    ),
    "nothing-to-renew": ("“{title}”之前没有已发布的目录，无从换届。", "No published edition precedes “{title}”."),
    "not-in-previous": ("“{id}”不是上一年度现列条目。", "“{id}” is not listed in the previous edition."),
    "decided-twice": ("“{id}”既保留又移出，请只选其一。", "“{id}” is both kept and dropped; choose one."),
    "already-admitted": (
        "“{company}”在该类别中已经列入。",
        "“{company}” is already admitted in this category.",
    ),
    "entry-withdrawn": ("“{name}”已移出目录。", "“{name}” has been withdrawn."),
    "kind-mismatch": (
        "类型“{kind}”与类别“{category}”不符：平台的类别是 platform，服务商的类别是其服务。",
        "Kind “{kind}” does not go with category “{category}”: platforms and providers have categories of their own.",
    ),
    "reach-of-provider": ("只有平台才有平台范围。", "Only platforms have a reach."),
    "unknown-industry": (
        "“{value}”不是 GB/T 4754 的行业名称或代码，也不是重点产业。",
        "“{value}” is neither an industry of GB/T 4754 nor a key industry.",
    ),
    "unknown-region": ("“{value}”不是 GB/T 2260 的地区名称或代码。", "“{value}” is not a region of GB/T 2260."),
    "bad-email": ("“{value}”不是电子邮箱地址。", "“{value}” is not a mail address."),
    "too-many-ids": ("一次最多查询 {limit} 个编号。", "Ask for at most {limit} ids at a time."),
    "import-refused": (
        "名单有 {count} 处问题，未导入任何条目。第一处在 {cell}：{first}",
        "The list has {count} faults and nothing was imported. The first is at {cell}: {first_en}",
    ),
    "empty-file": ("文件是空的。", "The file is empty."),
    "old-workbook": (
        "这是旧格式（.xls）或加密的工作簿，请在 Excel 中另存为不加密的 .xlsx。",
        "This workbook has the old format (.xls) or a password; save it as .xlsx without one.",
    ),
    "not-a-workbook": (
        "文件不是可读的 Excel 工作簿（.xlsx），可能只是改了扩展名，请重新另存为 .xlsx。",
        "The file is no readable Excel workbook (.xlsx); perhaps only its name was changed. Save it as .xlsx again.",
    ),
    "unpacked-too-large": ("工作簿解压后超过 {limit} MB。", "The workbook is larger than {limit} MB when unpacked."),
    "too-many-rows": ("最多 {limit} 行。", "At most {limit} rows."),
    "no-rows": ("表头下面没有内容。", "There is nothing below the header."),
    "no-entries": (
        "JSON 应为条目的数组，或含有 entries 的对象。",
        "The JSON must be a list of entries or an object with “entries”.",
    ),
    "not-an-object": ("每个条目应为 JSON 对象。", "Every entry must be a JSON object."),
    "unknown-encoding": (
        "读不出文字编码，请存为 UTF-8 或 GB18030。",
        "The text's encoding is unknown; save it as UTF-8 or GB18030.",
    ),
    "malformed-csv": ("第 {line} 行附近的引号不成对。", "The quotes near line {line} do not match."),
    "missing-column": ("缺少“{heading}”列。", "The column “{heading}” is missing."),
    "unexpected-column": ("不认识“{value}”列，可用：{listed}。", "The column “{value}” is unknown; known: {listed}."),
    "repeated-column": ("“{value}”列出现了两次。", "The column “{value}” occurs twice."),
    "repeated-row": ("与第 {row} 行重复。", "This repeats row {row}."),
    "unknown-category": ("“{value}”不是服务类别，可选：{listed}。", "“{value}” is no category; choose of: {listed}."),
    "unknown-kind": ("“{value}”不是条目类型，可选：{listed}。", "“{value}” is no kind of entry; choose of: {listed}."),
    "unknown-reach": ("“{value}”不是平台范围，可选：{listed}。", "“{value}” is no reach; choose of: {listed}."),
    "unknown-application-mode": (
        "“{value}”不是应用模式，可选：{listed}。",
        "“{value}” is no application mode; choose of: {listed}.",
    ),
    "not-yes-or-no": ("“{field}”请填“是”或“否”。", "“{field}” takes yes or no."),
    "not-text": ("“{field}”应为文字。", "“{field}” must be text."),
    "digits-lost": (
        "“{field}”被存成了数字，后面几位已经丢失，无法还原；请把该列设为文本后重新填写。",
        "“{field}” was kept as a number and its last digits are lost; make the column text and type it again.",
    ),
    "formula-cell": ("此格是公式，请粘贴为数值。", "This cell is a formula; paste it as a value."),
    "error-cell": ("此格是 Excel 错误值（{value}）。", "This cell holds an Excel error ({value})."),
    "date-cell": ("此格被 Excel 存成了日期，请设为文本后重新填写。", "Excel made a date of this cell; make it text."),
    "hidden-row": (
        "第 {row} 行被隐藏或筛选掉，仍会导入。",
        "Row {row} is hidden or filtered and is read all the same.",
    ),
    "unified-code-form": (
        "统一社会信用代码应为 18 位数字和大写字母（不含 I、O、S、V、Z），请核对。",
        "A unified social credit code has 18 digits and capital letters (without I, O, S, V, Z); please check.",
    ),
    "unified-code-check": (
        "统一社会信用代码的校验位不符（GB 32100），请核对；有少数真实代码也不符。",
        "The check character of the unified social credit code is wrong (GB 32100); a few real codes have that too.",
    ),
}
