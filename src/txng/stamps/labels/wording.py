"""What stands on the paper. Always Vietnamese, whatever language the person ordering the print reads:
a goods label in circulation in Viet Nam is Vietnamese, and a stamp must not change with a cookie."""

HINT = "Quét bằng Zalo hoặc máy ảnh"
# A phone does not open a DataMatrix; whoever wants to ask about the goods types the code.
HINT_TYPED = "Nhập mã này tại địa chỉ in trên tem"
# Non-breaking spaces: a lot number keeps its word, and no line begins with a dash.
LOT = "Lô\u00a0{lot}"
EXPIRY = "HSD\u00a0{expiry}"
BETWEEN = "\u00a0– "

TITLE = "Tem QR"
CALIBRATION = "Trang canh chỉnh – in và kiểm tra trang này trước"
SIZE = "Mẫu {name}: tem {width} × {height} mm, {count} tem một tờ; ô vuông nhỏ nhất của mã QR {module} mm."
RULER = "In ở tỉ lệ 100% (không chọn ‘Vừa trang giấy’). Vạch này phải đo đúng 50 mm."
TEST_QR = "Quét mã này bằng Zalo hoặc máy ảnh. Điện thoại phải hiện “Tem in thử đọc tốt”."
CORNERS = "Đặt trang này lên tờ tem trắng, soi trước ánh sáng: các dấu chữ thập phải trùng góc tem."
OFFSET = "Nếu lệch, sửa hai ô độ lệch khi tải tệp (+ là sang phải, lên trên). Tệp này: {x} mm và {y} mm."
SHEET = "Tờ {sheet} · tem {first}–{last}"
PIN = "Cào lớp phủ để lấy 8 số"
ROLL = "CUỘN {roll}/{rolls}"
ROLL_END = "HẾT CUỘN {roll}/{rolls}"
ROLL_ABOUT = "Tem {first}–{last} · {title}"
ROLL_RULER = "Vạch phải đo đúng {mm} mm"
TRIAL = "TEM THỬ"
